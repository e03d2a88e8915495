using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>A row of the list of posts.</summary>
public sealed record PostRow(PostRef Post, string AreaName, string Duty, string Rules, string Kit, string Address, string Contact, bool Closed, string? AreaCode);

/// <summary>A post's page.</summary>
/// <param name="Past">What it was before, latest first.</param>
public sealed record PostView(Post Post, AreaRef Area, IReadOnlyList<AreaRef> Above, IReadOnlyList<PostPast> Past, Post? Successor, IReadOnlyList<Hanging> Hanging);

/// <summary>Reads of posts.</summary>
public sealed class PostQueries(Stores stores, IEnumerable<IHangOnAreas> hanging)
{
    private const string Columns = PostRef.Columns + ", a.short_name, p.duty, p.rules, p.kit, p.address, p.contact, case when p.valid_to is null then 0 else 1 end, a.code";

    /// <summary>Searched by name, number, address, duty and the area's name; filtered by <c>kind</c>, <c>under</c> (an area's id) and <c>closed</c>.</summary>
    public async Task<TablePage<PostRow>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var keyset = new Keyset(ask, "p.id", ("area", "a.path"), ("name", "p.name"), ("kind", "p.kind"), ("target", "p.target"));
        var rows = await store.Sql.List($"select {Columns} from post p join area a on a.id = p.area_id where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var total = await store.Sql.Number($"select count(*) from post p join area a on a.id = p.area_id where {where}", stop, values);
        return keyset.Page(rows, r => keyset.Sort switch { "name" => r.Post.Name, "kind" => r.Post.Kind, "target" => r.Post.Target, _ => r.Post.AreaPath }, r => r.Post.Id, total);
    }

    /// <summary>All that match, for a spreadsheet.</summary>
    public async IAsyncEnumerable<PostRow> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        await foreach (var row in store.Sql.Rows($"select {Columns} from post p join area a on a.id = p.area_id where {where} order by a.path, p.number, p.id", Read, stop, values))
            yield return row;
    }

    public async Task<IReadOnlyList<(string Kind, int Count)>> Kinds(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select kind, count(*) from post where valid_to is null group by kind order by count(*) desc, kind limit 60", row => (row.Text(0), row.Int(1)), stop);
    }

    public async Task<PostView?> Show(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var posts = store.Set<Post>().AsNoTracking();
        if (await posts.FirstOrDefaultAsync(p => p.Id == id, stop) is not { } post) return null;
        var area = (await AreaQueries.Get(store.Sql, post.AreaId, stop))!;
        return new PostView(post, area, await AreaQueries.Above(store.Sql, area.Path, stop),
            await store.Set<PostPast>().AsNoTracking().Where(p => p.PostId == id).OrderByDescending(p => p.Until).ToListAsync(stop),
            post.SuccessorId is { } next ? await posts.FirstOrDefaultAsync(p => p.Id == next, stop) : null, await Hanging(store.Sql, id, stop));
    }

    private async Task<IReadOnlyList<Hanging>> Hanging(Sql sql, Guid id, CancellationToken stop)
    {
        var all = new List<Hanging>();
        foreach (var module in hanging) all.AddRange(await module.OnPost(sql, id, stop));
        return [.. all.Where(h => h.Count > 0)];
    }

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var where = new List<string> { ask["closed"] is null ? "p.valid_to is null" : "p.valid_to is not null" };
        var values = new List<(string, object?)>();
        if (ask.Words.Length > 0)
        {
            where.Add("(p.name like @words or p.number like @words or p.address like @words or p.duty like @words or a.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        var kinds = ask.All("kind");
        for (var i = 0; i < kinds.Count; i++) values.Add(($"@kind{i}", kinds[i]));
        if (kinds.Count > 0) where.Add($"p.kind in ({string.Join(',', kinds.Select((_, i) => $"@kind{i}"))})");
        if (ask.Guid("under") is { } under && await AreaQueries.Get(sql, under, stop) is { } area)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(area.Path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static PostRow Read(Row row) => new(PostRef.Read(row), row.Text(9), row.Text(10), row.Text(11), row.Text(12), row.Text(13), row.Text(14), row.Int(15) == 1, row.TextOrNull(16));
}
