using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Needs;

/// <summary>A place with what the rule made of it.</summary>
internal sealed class ReckonedPlace
{
    public required Guid Id { get; init; }
    public required Guid AreaId { get; init; }
    public Guid? PostId { get; init; }
    public required string Path { get; init; }
    public AreaLevel Level { get; init; }
    public int? Residents { get; init; }
    public int? LocalStaff { get; init; }
    public DemandRule? Rule { get; init; }
    public DemandSource Source { get; set; }
    public DemandFigures Figures { get; set; }
    public int BelowMinimum { get; set; }
    public int BelowTarget { get; set; }

    public PlaceFacts Facts => new(Residents, LocalStaff, BelowMinimum, BelowTarget);
}

/// <summary>
/// Reckons the demand of every place of an emergency in one pass: areas and posts are read once in path order, so a place's ancestors
/// stand on a stack; then, from the last to the first, each place adds what it needs to the place around it.
/// </summary>
internal static class DemandReckoning
{
    /// <param name="below">Only places with this path or below it; null for the whole ground.</param>
    /// <param name="rules">At most one a level.</param>
    /// <returns>Areas with a rule or an override, and all posts; in path order, posts after their area.</returns>
    public static async Task<List<ReckonedPlace>> Reckon(Sql sql, Ground ground, IReadOnlyList<DemandRule> rules, string? below, CancellationToken stop)
    {
        var byLevel = rules.ToDictionary(r => r.Level);
        var range = new (string, object?)[] { ("e", ground.EmergencyId), ("from", below ?? ground.Path), ("end", below is null ? ground.End : below + "~") };
        var fixedFigures = (await sql.List("""
            select d.place_id, d.minimum, d.target, d.absorption, d.source from demand d join area a on a.id = d.area_id
            where d.emergency_id = @e and d.source in ('Override', 'Import') and a.path >= @from and a.path < @end
            """, row => (Id: row.Guid(0), Figures: new DemandFigures(row.Int(1), row.Int(2), row.Int(3)), Source: row.Enum<DemandSource>(4)), stop, range))
            .ToDictionary(f => f.Id);
        // One more level than there are rules keeps the list of levels from being empty.
        var levels = string.Join(',', rules.Select((_, i) => "@l" + i).Append("-1"));
        var places = await sql.List($"""
            select a.id, a.path, a.level, a.residents, a.local_staff from area a
            where a.path >= @from and a.path < @end and a.valid_to is null and (a.emergency_id is null or a.emergency_id = @e)
              and (a.level in ({levels}) or exists (select 1 from demand d where d.emergency_id = @e and d.place_id = a.id and d.source in ('Override', 'Import')))
            """, row => new ReckonedPlace
            {
                Id = row.Guid(0), AreaId = row.Guid(0), Path = row.Text(1), Level = (AreaLevel)row.Int(2), Residents = row.IntOrNull(3), LocalStaff = row.IntOrNull(4),
                Rule = byLevel.GetValueOrDefault((AreaLevel)row.Int(2)),
            }, stop, [.. range, .. rules.Select((r, i) => ("l" + i, (object?)(int)r.Level))]);
        places.AddRange(await sql.List("""
            select p.id, p.area_id, a.path, a.level, p.minimum, p.target, p.absorption from post p join area a on a.id = p.area_id
            where a.path >= @from and a.path < @end and a.valid_to is null and p.valid_to is null and (a.emergency_id is null or a.emergency_id = @e)
            """, row => new ReckonedPlace
            {
                Id = row.Guid(0), AreaId = row.Guid(1), PostId = row.Guid(0), Path = row.Text(2), Level = (AreaLevel)row.Int(3),
                Figures = DemandRules.OfPost(row.Int(4), row.Int(5), row.IntOrNull(6)), Source = DemandSource.Post,
            }, stop, range));
        places.Sort(InPathOrder);
        var around = Around(places);
        for (var i = places.Count - 1; i >= 0; i--)
        {
            var place = places[i];
            if (fixedFigures.TryGetValue(place.Id, out var by)) (place.Figures, place.Source) = (by.Figures, by.Source);
            else if (place.Rule is { } rule) place.Figures = DemandRules.Of(rule, place.Facts);
            if (around[i] < 0) continue;
            places[around[i]].BelowMinimum += place.Figures.Minimum;
            places[around[i]].BelowTarget += place.Figures.Target;
        }
        return places;
    }

    private static int InPathOrder(ReckonedPlace a, ReckonedPlace b)
    {
        var byPath = string.CompareOrdinal(a.Path, b.Path);
        if (byPath != 0) return byPath;
        var areaFirst = (a.PostId is null ? 0 : 1) - (b.PostId is null ? 0 : 1);
        return areaFirst != 0 ? areaFirst : a.Id.CompareTo(b.Id);
    }

    /// <summary>For each place the index of the nearest area of the list that holds it, or -1.</summary>
    private static int[] Around(List<ReckonedPlace> places)
    {
        var around = new int[places.Count];
        var open = new Stack<int>();
        for (var i = 0; i < places.Count; i++)
        {
            while (open.Count > 0 && !places[i].Path.StartsWith(places[open.Peek()].Path, StringComparison.Ordinal)) open.Pop();
            around[i] = open.Count > 0 ? open.Peek() : -1;
            if (places[i].PostId is null) open.Push(i);
        }
        return around;
    }
}
