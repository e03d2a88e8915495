using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Territory.Contract;

namespace Muster.Rosters.Posts;

/// <summary>A post with its bands.</summary>
public sealed record TimedPost(PostRef Post, string AreaName, string? AreaCode, IReadOnlyList<Band> Bands);

/// <summary>Reads of posts with their times.</summary>
public sealed class PostTimeQueries(Stores stores)
{
    private const string Columns = PostRef.Columns + ", a.short_name, a.code";
    private const string Without = "not exists (select 1 from post_time t where t.post_id = p.id and t.ended_at is null)";

    public async Task<TimedPost?> Of(Guid post, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var found = await store.Sql.First($"select {Columns} from post p join area a on a.id = p.area_id where p.id = @p", Read, stop, ("@p", post));
        return found is null ? null : (await WithBands(store, [found], stop))[0];
    }

    /// <summary>Standing posts; searched by name, number and area, filtered by <c>kind</c>, <c>under</c> (an area's id), <c>without</c> (no times).</summary>
    public async Task<TablePage<TimedPost>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var keyset = new Keyset(ask, "p.id", ("area", "a.path"), ("name", "p.name"), ("kind", "p.kind"));
        var rows = await store.Sql.List($"select {Columns} from post p join area a on a.id = p.area_id where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var total = await store.Sql.Number($"select count(*) from post p join area a on a.id = p.area_id where {where}", stop, values);
        var page = keyset.Page(rows, r => keyset.Sort switch { "name" => r.Post.Name, "kind" => r.Post.Kind, _ => r.Post.AreaPath }, r => r.Post.Id, total);
        return page with { Rows = await WithBands(store, page.Rows, stop) };
    }

    /// <summary>All that match, for a spreadsheet that can be read in again.</summary>
    public async Task<IReadOnlyList<TimedPost>> Everything(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var all = new List<TimedPost>();
        foreach (var some in (await store.Sql.List($"select {Columns} from post p join area a on a.id = p.area_id where {where} order by a.path, p.number, p.id", Read, stop, values)).Chunk(500))
            all.AddRange(await WithBands(store, some, stop));
        return all;
    }

    public async Task<IReadOnlyList<(string Kind, int Count)>> Kinds(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select kind, count(*) from post where valid_to is null group by kind order by count(*) desc, kind limit 60", row => (row.Text(0), row.Int(1)), stop);
    }

    private static async Task<IReadOnlyList<TimedPost>> WithBands(Store store, IReadOnlyList<TimedPost> posts, CancellationToken stop)
    {
        var ids = posts.Select(p => p.Post.Id).ToList();
        var times = (await store.Set<PostTime>().AsNoTracking().Where(t => ids.Contains(t.PostId) && t.EndedAt == null).OrderBy(t => t.FromMinute).ThenBy(t => t.Id).ToListAsync(stop)).ToLookup(t => t.PostId);
        return [.. posts.Select(p => p with { Bands = [.. times[p.Post.Id].Select(t => t.Band)] })];
    }

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var where = new List<string> { "p.valid_to is null" };
        var values = new List<(string, object?)>();
        if (ask.Words.Length > 0)
        {
            where.Add("(p.name like @words or p.number like @words or a.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        var kinds = ask.All("kind");
        for (var i = 0; i < kinds.Count; i++) values.Add(($"@kind{i}", kinds[i]));
        if (kinds.Count > 0) where.Add($"p.kind in ({string.Join(',', kinds.Select((_, i) => $"@kind{i}"))})");
        if (ask["without"] is not null) where.Add(Without);
        if (ask.Guid("under") is { } under && await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", under)) is { } path)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static TimedPost Read(Row row) => new(PostRef.Read(row), row.Text(9), row.TextOrNull(10), []);
}
