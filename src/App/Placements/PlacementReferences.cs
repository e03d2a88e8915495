using Muster.People.Contract;

namespace Muster.Placements;

/// <summary>
/// What plans and placements say of two records that are one person. A published plan stays as it was published; in others a record stands in for the
/// other unless both are there, and then the plan cannot be published before it is solved anew. Placements never change: <see cref="FollowMerges"/>.
/// </summary>
internal static class PlacementReferences
{
    private const string InPlan = """
        exists (select 1 from publication b where b.plan_id = t.plan_id) or exists (select 1 from plan_placement k where k.plan_id = t.plan_id and k.person_id = @kept)
          or exists (select 1 from plan_reserve k where k.plan_id = t.plan_id and k.person_id = @kept)
        """;

    public static readonly PersonReference[] All =
    [
        new("plan_placement", "person_id") { Key = "plan_id", Unless = InPlan },
        new("plan_reserve", "person_id") { Key = "plan_id", Unless = InPlan },
        new("plan_change_person", "person_id")
        {
            Key = "change_id",
            Unless = "exists (select 1 from plan_change_person k where k.change_id = t.change_id and k.person_id = @kept) or exists (select 1 from plan_change c join publication b on b.plan_id = c.plan_id where c.id = t.change_id)",
        },
        PersonReference.AsItWas("placement", "person_id"),
        // Whoever serves stands on no reserve list; the listener looks once more when placements have moved.
        new("reserve", "person_id")
        {
            Key = "emergency_id",
            Unless = "exists (select 1 from reserve k where k.emergency_id = t.emergency_id and k.person_id = @kept) or exists (select 1 from placement k where k.emergency_id = t.emergency_id and k.person_id = @kept and (k.ends_at is null or (k.ends_at > @now and k.ends_at > k.starts_at)))",
            Ends = "delete from reserve where person_id = @gone",
        },
        new("readmission", "person_id") { Unless = "exists (select 1 from readmission k where k.id = t.id and k.person_id = @kept)" },
        new("personal_link", "person_id")
        {
            Unless = "t.revoked_at is null and exists (select 1 from personal_link k where k.emergency_id = t.emergency_id and k.person_id = @kept and k.revoked_at is null)",
            Ends = "update personal_link set revoked_at = @now where person_id = @gone and revoked_at is null",
        },
        new("card", "subject_id")
        {
            Unless = "t.replaced_at is null and exists (select 1 from card k where k.emergency_id = t.emergency_id and k.kind = t.kind and k.subject_id = @kept and k.replaced_at is null)",
            Ends = "update card set replaced_at = @now where subject_id = @gone and replaced_at is null",
        },
    ];
}
