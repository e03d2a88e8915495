using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Needs;

/// <summary>What one place is to have instead of what the rule says; a null figure stays as it is.</summary>
/// <param name="Version">Of the row that was shown; null to overwrite whatever stands there (0 where there was no row).</param>
public sealed record DemandChange(Guid PlaceId, int? Minimum, int? Target, int? Absorption, int? Version = null, string? Reason = null);

/// <summary>
/// Fixes the demand of places by hand, one or many, with a reason. A place is an area or a post in the emergency's area. All or nothing.
/// A target or limit that is not given moves up as far as the given figures push it.
/// </summary>
/// <param name="Reason">Holds for every change that has none of its own.</param>
public sealed record OverrideDemand(Guid EmergencyId, IReadOnlyList<DemandChange> Places, string Reason) : Act<DemandOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override bool InPart => true;

    protected internal override async Task<DemandOutcome> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        var broken = new List<Broken>();
        if (Places.Count == 0) broken.Add(new("nothing-chosen", "没有选中任何地方。", "No place was chosen.", nameof(Places)));
        foreach (var twice in Places.GroupBy(p => p.PlaceId).Where(g => g.Count() > 1))
            broken.Add(new("place-twice", "同一个地方出现了两次。", "A place appears twice.", nameof(Places)));
        Refused.Where(broken);
        foreach (var change in Places) broken.AddRange(await Set(work, ground, change with { Reason = change.Reason ?? Reason }, DemandSource.Override, stop));
        Refused.Where(broken);
        work.About("emergency", EmergencyId);
        work.Note("overridden", Places.Count);
        work.Note("reason", Reason);
        return await ComputeDemand.Store(work, EmergencyId, stop);
    }

    /// <summary>Sets one place, or says every rule it breaks and changes nothing.</summary>
    internal static async Task<IReadOnlyList<Broken>> Set(Work work, Ground ground, DemandChange change, DemandSource source, CancellationToken stop)
    {
        var place = await Place(work.Sql, ground, change.PlaceId, stop);
        if (place is null) return [new("place-unknown", "有一个地方不在这次行动的属地内，或已撤销。", "A place is not in the emergency's area, or was closed.", nameof(Places))];
        var reason = change.Reason?.Trim() ?? "";
        var figures = DemandChangeRules.Settle(change, place.Now ?? new DemandFigures(0, 0, 0));
        var broken = DemandRules.ForFigures(figures, place.Name).ToList();
        if (reason.Length is 0 or > DemandRules.ReasonLengthMax)
            broken.Add(new("reason-missing", $"请写明为什么改（最多 {DemandRules.ReasonLengthMax} 字）。", $"Say why (at most {DemandRules.ReasonLengthMax} characters).", nameof(Reason)));
        if (change.Version is { } seen && seen != place.Version)
            broken.Add(new("stale", $"{place.Name}的需求刚被别人改过（现为 {place.Now}），您的修改未保存。", $"Somebody changed the demand of {place.Name} meanwhile; yours was not saved.", nameof(Places)));
        if (broken.Count > 0) return broken;
        await work.Sql.Run("""
            insert into demand (emergency_id, place_id, place_kind, area_id, post_id, minimum, target, absorption, source, reason, version)
            values (@e, @p, @kind, @area, @post, @min, @target, @absorption, @source, @reason, 1)
            on conflict (emergency_id, place_id) do update set minimum = excluded.minimum, target = excluded.target, absorption = excluded.absorption,
              source = excluded.source, reason = excluded.reason, version = demand.version + 1
            """, stop, ("e", ground.EmergencyId), ("p", change.PlaceId), ("kind", place.PostId is null ? PlaceKind.Area : PlaceKind.Post), ("area", place.AreaId),
            ("post", (object?)place.PostId ?? DBNull.Value), ("min", figures.Minimum), ("target", figures.Target), ("absorption", figures.Absorption),
            ("source", source), ("reason", reason));
        return [];
    }

    private sealed record Known(string Name, Guid AreaId, Guid? PostId, DemandFigures? Now, int Version);

    private static Task<Known?> Place(Sql sql, Ground ground, Guid id, CancellationToken stop) => sql.First("""
        select x.name, x.area_id, x.post_id, d.minimum, d.target, d.absorption, d.version from (
          select a.name as name, a.id as area_id, null as post_id, a.path as path, a.id as id from area a where a.id = @id and a.valid_to is null
          union all
          select p.name, p.area_id, p.id, a.path, p.id from post p join area a on a.id = p.area_id where p.id = @id and p.valid_to is null and a.valid_to is null
        ) x left join demand d on d.emergency_id = @e and d.place_id = x.id
        where x.path >= @from and x.path < @end
        """.Replace("null as post_id", sql.Pick("null as post_id", "null::uuid as post_id"), StringComparison.Ordinal),
        row => new Known(row.Text(0), row.Guid(1), row.GuidOrNull(2), row.IsNull(3) ? null : new DemandFigures(row.Int(3), row.Int(4), row.Int(5)), row.IntOrNull(6) ?? 0),
        stop, ("e", ground.EmergencyId), ("id", id), ("from", ground.Path), ("end", ground.End));
}

/// <summary>Gives places back to the rule (or, for posts, to what the post says).</summary>
public sealed record ReleaseDemand(Guid EmergencyId, IReadOnlyList<Guid> PlaceIds) : Act<DemandOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override bool InPart => true;

    protected internal override async Task<DemandOutcome> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        foreach (var id in PlaceIds)
            await work.Sql.Run("update demand set source = 'Rule', reason = null where emergency_id = @e and place_id = @p and source in ('Override', 'Import')", stop, ("e", EmergencyId), ("p", id));
        work.About("emergency", EmergencyId);
        work.Note("released", PlaceIds.Count);
        return await ComputeDemand.Store(work, EmergencyId, stop);
    }
}
