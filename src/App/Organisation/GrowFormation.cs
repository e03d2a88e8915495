using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Organisation;

public sealed record KindCount(FormationKind Kind, int Made, int Standing);

/// <summary>What growing made, or would make.</summary>
/// <param name="Kinds">Per kind: made now, and standing already.</param>
/// <param name="SeatsStanding">Seats that stood already: grown before, or the territory's own, shared by all emergencies.</param>
public sealed record GrowOutcome(IReadOnlyList<KindCount> Kinds, int Formations, int SeatsMade, int SeatsStanding, AreaLevel? BranchLevel, AreaLevel? GroupLevel, bool GroupsAtPosts);

/// <summary>
/// Grows the formation of an emergency from its territory by a template. Growing again makes only what is missing (areas and posts that came
/// since), never a double, and leaves what was edited by hand.
/// </summary>
public sealed record GrowFormation(Guid EmergencyId, FormationTemplate Template, FormationOptions? Options = null) : Act<GrowOutcome>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override async Task<GrowOutcome> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        // Two emergencies that grow over the same ground must not both make its commanders.
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Number("select 1 from (select pg_advisory_xact_lock(724007)) l", stop);
        var growth = await Growth.Prepare(work.Sql, this, work.Now, stop);
        await work.Store.Insert(growth.Formations, stop);
        await work.Store.Insert(growth.Covers, stop);
        await work.Store.Insert(growth.Seats, stop);
        work.About("emergency", EmergencyId);
        work.Note("template", Template);
        work.Note("grown", growth.Outcome);
        return growth.Outcome;
    }

    /// <summary>What <see cref="Do"/> would make now; nothing is saved.</summary>
    public async Task<GrowOutcome> Preview(Sql sql, DateTimeOffset now, CancellationToken stop) => (await Growth.Prepare(sql, this, now, stop)).Outcome;
}

/// <summary>The plan of a template against what stands: the records still to be made.</summary>
internal sealed class Growth
{
    public List<Formation> Formations { get; } = [];
    public List<FormationArea> Covers { get; } = [];
    public List<Seat> Seats { get; } = [];
    public GrowOutcome Outcome { get; private set; } = null!;

    public static async Task<Growth> Prepare(Sql sql, GrowFormation act, DateTimeOffset now, CancellationToken stop)
    {
        var ground = await sql.GroundOf(act.EmergencyId, stop) ?? throw new Refused("emergency-unknown", "没有这个行动。", "There is no such emergency.", "EmergencyId");
        var range = new (string, object?)[] { ("e", act.EmergencyId), ("from", ground.Path), ("end", ground.End) };
        var areas = await sql.List("""
            select a.id, a.parent_id, a.level, case when a.short_name = '' then a.name else a.short_name end, a.path, a.residents from area a
            where a.path >= @from and a.path < @end and a.valid_to is null and (a.emergency_id is null or a.emergency_id = @e) order by a.path
            """, row => new PlanningArea(row.Guid(0), row.GuidOrNull(1), (AreaLevel)row.Int(2), row.Text(3), row.Text(4), row.IntOrNull(5) ?? 0), stop, range);
        var posts = await sql.List("""
            select p.id, p.area_id, p.name, a.path from post p join area a on a.id = p.area_id
            where a.path >= @from and a.path < @end and a.valid_to is null and p.valid_to is null order by a.path, p.number, p.name, p.id
            """, row => new PlanningPost(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3)), stop, range);
        if (areas.Count == 0 || areas[0].Id != ground.AreaId)
            throw new Refused("area-closed", "行动的属地已撤销。", "The emergency's area was closed.", "EmergencyId");
        var plan = FormationPlanning.Plan(act.Template, act.Options ?? new(), ground.Covered, areas, posts);
        var growth = new Growth();
        growth.Outcome = await growth.Fill(sql, act.EmergencyId, plan, act.Options ?? new(), now, stop);
        return growth;
    }

    private async Task<GrowOutcome> Fill(Sql sql, Guid emergencyId, FormationPlan plan, FormationOptions options, DateTimeOffset now, CancellationToken stop)
    {
        var standing = new Dictionary<(FormationKind, Guid), Guid>();
        await foreach (var (kind, key, id) in sql.Rows("""
            select f.kind, coalesce(f.post_id, c.area_id), f.id from formation f left join formation_area c on c.formation_id = f.id
            where f.emergency_id = @e and f.ends_at is null and (f.post_id is not null or c.area_id is not null)
            """, row => (row.Enum<FormationKind>(0), row.Guid(1), row.Guid(2)), stop, ("e", emergencyId))) standing[(kind, key)] = id;
        var named = (await sql.List("select f.kind, f.name, f.parent_id, f.id from formation f where f.emergency_id = @e and f.ends_at is null and f.kind in ('WorkGroup', 'Office')",
            row => (Key: (row.Enum<FormationKind>(0), row.Text(1), row.GuidOrNull(2)), Id: row.Guid(3)), stop, ("e", emergencyId))).GroupBy(x => x.Key).ToDictionary(g => g.Key, g => g.First().Id);

        var ids = new Guid[plan.Formations.Count];
        var made = new Dictionary<FormationKind, (int Made, int Standing)>();
        for (var i = 0; i < ids.Length; i++)
        {
            var f = plan.Formations[i];
            Guid? above = f.Above < 0 ? null : ids[f.Above];
            // A branch over units that partly have one is not made again for those; the rest of them get it.
            var free = f.Areas.Where(a => !standing.ContainsKey((f.Kind, a))).ToList();
            var found = f.PostId is { } post ? standing.TryGetValue((f.Kind, post), out ids[i])
                : f.Areas.Count > 0 ? free.Count == 0 && standing.TryGetValue((f.Kind, f.Areas[0]), out ids[i])
                : named.TryGetValue((f.Kind, f.Name, above), out ids[i]);
            var (m, s) = made.GetValueOrDefault(f.Kind);
            made[f.Kind] = found ? (m, s + 1) : (m + 1, s);
            if (found) continue;
            var formation = new Formation
            {
                Id = ids[i] = Guid.CreateVersion7(), EmergencyId = emergencyId, ParentId = above, Kind = f.Kind, Name = f.Name,
                AreaId = f.PostArea ?? (free.Count == 1 ? free[0] : null), PostId = f.PostId, StartsAt = now, Version = 1,
            };
            Formations.Add(formation);
            Covers.AddRange(free.Select(a => new FormationArea { FormationId = formation.Id, AreaId = a }));
            Seats.Add(FormationSeats.Leader(formation));
        }
        var seatsStanding = made.Values.Sum(x => x.Standing) + await AreaSeats(sql, emergencyId, plan.Seats, options, stop);
        return new(made.OrderBy(m => m.Key).Select(m => new KindCount(m.Key, m.Value.Made, m.Value.Standing)).ToList(), Formations.Count, Seats.Count, seatsStanding,
            plan.BranchLevel, plan.GroupLevel, plan.GroupsAtPosts);
    }

    private async Task<int> AreaSeats(Sql sql, Guid emergencyId, IReadOnlyList<PlannedSeat> planned, FormationOptions options, CancellationToken stop)
    {
        var standing = (await sql.List("""
            select kind, area_id, commands from seat where ends_at is null and area_id is not null and formation_id is null and (emergency_id is null or emergency_id = @e)
              or ends_at is null and commands
            """, row => (Kind: row.Bool(2) ? SeatKind.HostSecretary : row.Enum<SeatKind>(0), Area: row.Guid(1)), stop, ("e", emergencyId))).ToHashSet();
        foreach (var seat in planned.Where(s => !standing.Contains((s.Kind, s.AreaId))))
            Seats.Add(new Seat
            {
                Id = Guid.CreateVersion7(), EmergencyId = seat.Kind == SeatKind.FirstSecretary ? emergencyId : null, AreaId = seat.AreaId, Kind = seat.Kind, Title = seat.Title,
                MinimumGrade = seat.Kind == SeatKind.FirstSecretary ? options.FirstSecretaryGrade : null, Commands = seat.Kind == SeatKind.HostSecretary, Version = 1,
            });
        return planned.Count(s => standing.Contains((s.Kind, s.AreaId)));
    }
}
