using System.Globalization;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Counts;

/// <summary>Counts the rows of every plan and every placement one by one and says where what is stored differs. It shares no query with the counts it checks.</summary>
internal static class CountedRows
{
    public static async Task<List<string>> Differences(Stores stores)
    {
        await using var store = await stores.Open();
        var sql = store.Sql;
        var areas = (await sql.List("select id, path from area", row => (Id: row.Guid(0), Path: row.Text(1)), default)).ToDictionary(a => a.Id, a => a.Path);
        return [.. await Plans(sql, areas), .. await Standing(sql, areas)];
    }

    private static async Task<List<string>> Plans(Sql sql, Dictionary<Guid, string> areas)
    {
        var wrong = new List<string>();
        foreach (var plan in await sql.List("select id, placed, reserve, pinned, gaps, uncovered, unstaffed, emergency_id from plan", row => (Id: row.Guid(0), Said: Enumerable.Range(1, 6).Select(row.Long).ToArray(), Emergency: row.Guid(7)), default))
        {
            var rows = await sql.List("select area_id, post_id, pinned from plan_placement where plan_id = @p", row => (Area: row.Guid(0), Post: row.GuidOrNull(1), Pinned: row.Bool(2)), default, ("@p", plan.Id));
            var gaps = await sql.List("select place_id, area_id, post_id, missing from plan_gap where plan_id = @p", row => (Place: row.Guid(0), Area: row.Guid(1), Post: row.GuidOrNull(2), Missing: row.Long(3)), default, ("@p", plan.Id));
            var counted = new Dictionary<Guid, long[]>();
            void Add(Guid place, int column, long n)
            {
                if (!counted.TryGetValue(place, out var numbers)) counted[place] = numbers = new long[4];
                numbers[column] += n;
            }
            foreach (var row in rows)
            {
                Add(row.Area, 0, 1);
                foreach (var above in AtAndAbove(areas, row.Area)) Add(above, 1, 1);
                if (row.Post is not { } post) continue;
                Add(post, 0, 1);
                Add(post, 1, 1);
            }
            foreach (var gap in gaps)
            {
                Add(gap.Area, 2, gap.Missing);
                foreach (var above in AtAndAbove(areas, gap.Area)) Add(above, 3, gap.Missing);
            }
            var stored = await sql.List("select place_id, own, served, own_missing, missing from plan_count where plan_id = @p", row => (Place: row.Guid(0), Numbers: Enumerable.Range(1, 4).Select(row.Long).ToArray()), default, ("@p", plan.Id));
            Compare(wrong, "plan", counted, stored.ToDictionary(s => s.Place, s => s.Numbers));
            var covered = (int)await sql.Number("select covered_level from emergency where id = @e", default, ("@e", plan.Emergency));
            var levels = (await sql.List("select id, level from area", row => (Id: row.Guid(0), Level: row.Int(1)), default)).ToDictionary(a => a.Id, a => a.Level);
            long[] sums = [rows.Count, await sql.Number("select count(*) from plan_reserve where plan_id = @p", default, ("@p", plan.Id)), rows.Count(r => r.Pinned), gaps.Count,
                gaps.Count(g => g.Post is null && levels[g.Area] == covered && !counted.Any(c => c.Key == g.Area && c.Value[1] > 0)), gaps.Count(g => g.Post is not null)];
            if (!sums.SequenceEqual(plan.Said)) wrong.Add($"plan: {string.Join(',', plan.Said)} stored, {string.Join(',', sums)} counted");
        }
        return wrong;
    }

    private static async Task<List<string>> Standing(Sql sql, Dictionary<Guid, string> areas)
    {
        var wrong = new List<string>();
        foreach (var emergency in await sql.List("select id from emergency", row => row.Guid(0), default))
        {
            var rows = await sql.List("select area_id, post_id, starts_at, ends_at from placement where emergency_id = @e",
                row => (Area: row.Guid(0), Post: row.GuidOrNull(1), From: row.Instant(2), To: row.InstantOrNull(3) ?? DateTimeOffset.MaxValue), default, ("@e", emergency));
            var stored = await sql.List("select place_id, at, own, served from standing_count where emergency_id = @e", row => (Place: row.Guid(0), At: row.Instant(1), Own: row.Long(2), Served: row.Long(3)), default, ("@e", emergency));
            foreach (var at in rows.SelectMany(r => (DateTimeOffset[])[r.From, r.To]).Concat(stored.Select(s => s.At)).Where(t => t < DateTimeOffset.MaxValue).Distinct().Order())
            {
                var counted = new Dictionary<Guid, long[]>();
                void Add(Guid place, int column)
                {
                    if (!counted.TryGetValue(place, out var numbers)) counted[place] = numbers = new long[2];
                    numbers[column]++;
                }
                foreach (var row in rows.Where(r => r.From <= at && r.To > at))
                {
                    foreach (var place in (Guid?[])[row.Area, row.Post, emergency])
                        if (place is { } id) Add(id, 0);
                    foreach (var above in AtAndAbove(areas, row.Area)) Add(above, 1);
                    if (row.Post is { } post) Add(post, 1);
                    Add(emergency, 1);
                }
                Compare(wrong, at.ToString("MM-dd HH:mm", CultureInfo.InvariantCulture), counted,
                    stored.Where(s => s.At <= at).GroupBy(s => s.Place).ToDictionary(g => g.Key, g => new[] { g.Sum(s => s.Own), g.Sum(s => s.Served) }));
            }
        }
        return wrong;
    }

    private static void Compare(List<string> wrong, string what, Dictionary<Guid, long[]> counted, Dictionary<Guid, long[]> stored)
    {
        foreach (var place in counted.Keys.Union(stored.Keys))
        {
            var (rows, said) = (counted.GetValueOrDefault(place), stored.GetValueOrDefault(place));
            for (var i = 0; i < (rows ?? said)!.Length; i++)
                if ((rows?[i] ?? 0) != (said?[i] ?? 0)) wrong.Add($"{what}: {place} column {i}: {said?[i] ?? 0} stored, {rows?[i] ?? 0} counted");
        }
    }

    private static IEnumerable<Guid> AtAndAbove(Dictionary<Guid, string> areas, Guid area) => areas.Where(a => areas[area].StartsWith(a.Value, StringComparison.Ordinal)).Select(a => a.Key);
}
