using Muster.People.Contract;

namespace Muster.People.Merging;

/// <summary>What of people, agencies and accounts names a person.</summary>
internal static class PeopleReferences
{
    public static readonly PersonReference[] All =
    [
        new("account", "person_id") { Unless = "exists (select 1 from account k where k.person_id = @kept)" },
        new("notice", "person_id"),
        new("agency", "liaison_id"),
        new("person_history", "person_id"),
        new("person_review", "person_id"),
        // Whom somebody must not stand beside is one person; that the two records avoid each other means nothing any more.
        new("person_limit", "other_person_id") { Unless = "t.person_id = @kept" },
        // The merge itself copies these, and its image undoes it.
        PersonReference.AsItWas("person_identity", "person_id"),
        PersonReference.AsItWas("agency_membership", "person_id"),
        PersonReference.AsItWas("person_skill", "person_id"),
        PersonReference.AsItWas("person_limit", "person_id"),
        PersonReference.AsItWas("person_merge", "kept_id"),
        PersonReference.AsItWas("person_merge", "gone_id"),
        // Whose numbers somebody saw was that record's.
        PersonReference.AsItWas("person_unmasking", "person_id"),
    ];
}
