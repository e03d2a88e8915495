using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Needs;

/// <summary>What became of the demand rows: <c>Places = New + Changed + Unchanged</c>, overrides among them; sums count only places no other place of the list holds.</summary>
/// <param name="Overridden">Places a person or a spreadsheet fixed; a computation never changes them.</param>
/// <param name="Gone">Rows of places that no longer stand in the emergency's area; they were removed, overrides too.</param>
public sealed record DemandOutcome(int Places, int New, int Changed, int Unchanged, int Overridden, int Gone, long Minimum, long Target, long Absorption);

/// <summary>Computes every demand row of an emergency from its rules, the facts of the areas and the posts. Overrides stay.</summary>
public sealed record ComputeDemand(Guid EmergencyId) : Act<DemandOutcome>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<DemandOutcome> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        work.About("emergency", EmergencyId);
        return await Store(work, EmergencyId, stop);
    }

    /// <summary>Computes and stores in the running act; the emergency is locked by the caller.</summary>
    internal static async Task<DemandOutcome> Store(Work work, Guid emergencyId, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var ground = (await work.Sql.GroundOf(emergencyId, stop))!;
        var rules = await work.Store.Set<DemandRule>().AsNoTracking().Where(r => r.EmergencyId == emergencyId).ToListAsync(stop);
        var places = await DemandReckoning.Reckon(work.Sql, ground, rules, null, stop);
        var before = (await work.Sql.List("select place_id, minimum, target, absorption, source, version from demand where emergency_id = @e",
            row => (Id: row.Guid(0), Figures: new DemandFigures(row.Int(1), row.Int(2), row.Int(3)), Source: row.Enum<DemandSource>(4), Version: row.Int(5)),
            stop, ("e", emergencyId))).ToDictionary(d => d.Id);

        int fresh = 0, changed = 0, overridden = 0;
        var keep = new List<Demand>(places.Count);
        var replaced = new List<Guid>();
        var written = new List<Demand>();
        foreach (var place in places)
        {
            var known = before.Remove(place.Id, out var old);
            if (place.Source is DemandSource.Override or DemandSource.Import) { overridden++; continue; }
            var same = known && old.Figures == place.Figures && old.Source == place.Source;
            var row = Row(emergencyId, place, known ? old.Version + (same ? 0 : 1) : 1);
            keep.Add(row);
            if (same) continue;
            written.Add(row);
            if (known) { changed++; replaced.Add(place.Id); }
            else fresh++;
        }
        var gone = before.Values.ToList();
        await Write(work, emergencyId, keep, written, [.. replaced, .. gone.Select(g => g.Id)], gone.Where(g => g.Source is DemandSource.Override or DemandSource.Import).Select(g => g.Id), stop);
        var outcome = new DemandOutcome(places.Count, fresh, changed, places.Count - fresh - changed, overridden, gone.Count,
            Outermost(places).Sum(p => (long)p.Figures.Minimum), Outermost(places).Sum(p => (long)p.Figures.Target), Outermost(places).Sum(p => (long)p.Figures.Absorption));
        work.Note("demand", outcome);
        return outcome;
    }

    /// <summary>Places that no other place of the list holds: adding these counts everybody once.</summary>
    internal static IEnumerable<ReckonedPlace> Outermost(IReadOnlyList<ReckonedPlace> inPathOrder)
    {
        string? outer = null;
        foreach (var place in inPathOrder)
        {
            if (outer is not null && place.Path.StartsWith(outer, StringComparison.Ordinal)) continue;
            if (place.PostId is null) outer = place.Path;
            yield return place;
        }
    }

    private static Demand Row(Guid emergencyId, ReckonedPlace place, int version) => new()
    {
        EmergencyId = emergencyId, PlaceId = place.Id, PlaceKind = place.PostId is null ? PlaceKind.Area : PlaceKind.Post, AreaId = place.AreaId, PostId = place.PostId,
        Minimum = place.Figures.Minimum, Target = place.Figures.Target, Absorption = place.Figures.Absorption, Source = place.Source, Version = version,
    };

    /// <summary>Few changes are replaced one by one; many by emptying and bulk insert, which is faster and as whole.</summary>
    private static async Task Write(Work work, Guid emergencyId, List<Demand> keep, List<Demand> written, List<Guid> remove, IEnumerable<Guid> overridesGone, CancellationToken stop)
    {
        if (remove.Count <= 200)
        {
            foreach (var id in remove) await work.Sql.Run("delete from demand where emergency_id = @e and place_id = @p", stop, ("e", emergencyId), ("p", id));
            await work.Store.Insert(written, stop);
            return;
        }
        await work.Sql.Run("delete from demand where emergency_id = @e and source in ('Rule', 'Post')", stop, ("e", emergencyId));
        foreach (var id in overridesGone) await work.Sql.Run("delete from demand where emergency_id = @e and place_id = @p", stop, ("e", emergencyId), ("p", id));
        await work.Store.Insert(keep, stop);
    }
}
