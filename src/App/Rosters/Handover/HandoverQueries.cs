using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Territory.Contract;

namespace Muster.Rosters.Handover;

/// <summary>A handover as lists show it.</summary>
public sealed record HandoverLine(Guid Id, Guid EmergencyId, Guid PostId, string Post, string Area, DateTimeOffset RelievesAt, string Duties, string People, string Kit, string Notes, Guid GivenById, string GivenBy, DateTimeOffset GivenAt,
    string? TakenBy, DateTimeOffset? TakenAt, string Remark)
{
    /// <summary>Of how many the next relief must know, where it is not said who they are.</summary>
    public int Hidden { get; init; }

    /// <summary>Of whom the relief must know is for the two sides and who answers for the place, one handover at a time; lists do without.</summary>
    public HandoverLine WithoutPeople() => this with { People = "", Hidden = People.Length == 0 ? 0 : People.Split('\n').Length };
}

/// <summary>What somebody in the field needs to hand over or take over at one of the own turns.</summary>
/// <param name="Mine">What this turn hands over: as it was said, or null.</param>
/// <param name="Before">What the relief before handed over; null while it has not.</param>
/// <param name="Last">The post's last handover, to begin from.</param>
/// <param name="Next">Who relieves; open turns without a name.</param>
public sealed record FieldHandover(PostTurn Turn, string Post, string Area, HandoverLine? Mine, HandoverLine? Before, HandoverLine? Last, IReadOnlyList<(string? Name, DateTimeOffset StartsAt, DateTimeOffset? Came)> Next);

/// <summary>Reads of handovers.</summary>
public sealed class HandoverQueries(Stores stores)
{
    private const string Columns = "h.id, h.emergency_id, h.post_id, o.name, a.name, h.relieves_at, h.duties, h.people, h.kit, h.notes, h.given_by, g.name, h.given_at, t.name, h.taken_at, h.remark";
    private const string From = "from handover_note h join post o on o.id = h.post_id join area a on a.id = h.area_id join person g on g.id = h.given_by left join person t on t.id = h.taken_by";

    /// <summary>Latest first; filtered by <c>state</c> (open: nobody confirmed; taken), <c>post</c>, <c>under</c>; searched by place and person.</summary>
    public async Task<TablePage<HandoverLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var keyset = new Keyset(ask, "h.id", ("-relieves", "h.relieves_at"));
        var rows = await store.Sql.List($"select {Columns} {From} where {where} {keyset.Sql}", row => Read(row).WithoutPeople(), stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.RelievesAt, r => r.Id, await store.Sql.Number($"select count(*) {From} where {where}", stop, values));
    }

    public async IAsyncEnumerable<HandoverLine> All(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        await foreach (var row in store.Sql.Rows($"select {Columns} {From} where {where} order by h.relieves_at desc, h.id", row => Read(row).WithoutPeople(), stop, values)) yield return row;
    }

    public async Task<HandoverLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} {From} where h.id = @h", Read, stop, ("@h", id));
    }

    /// <summary>Only for the one whose turn it is; null for everybody else. It is read by that, not by roles.</summary>
    public async Task<FieldHandover?> Field(Guid? account, Guid shift, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        var sql = store.Sql;
        if (await Turn(sql, shift, stop) is not { PersonId: { } person } turn || await Person(sql, account, stop) != person) return null;
        var (post, area) = await sql.First("select o.name, a.name from post o join area a on a.id = o.area_id where o.id = @o", row => (row.Text(0), row.Text(1)), stop, ("@o", turn.PostId));
        var near = await sql.List($"select {Columns} {From} where h.post_id = @o and h.relieves_at <= @ends order by h.relieves_at desc limit 4", Read, stop, ("@o", turn.PostId), ("@ends", turn.EndsAt));
        return new FieldHandover(turn, post, area, near.Find(h => h.RelievesAt == turn.EndsAt), near.Find(h => HandoverRules.Relieves(turn, h.PostId, h.RelievesAt)), near.FirstOrDefault(), await sql.List("""
            select p.name, s.starts_at, (select min(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state <> 'Dismissed')
            from shift s left join person p on p.id = s.person_id where s.post_id = @o and s.state = 'Published' and s.starts_at >= @from and s.starts_at <= @to and s.ends_at > @ends order by s.starts_at, p.name, s.id limit 20
            """, row => (row.TextOrNull(0), row.Instant(1), row.InstantOrNull(2)), stop, Around(turn.PostId, turn.EndsAt)));
    }

    internal static Task<PostTurn?> Turn(Sql sql, Guid shift, CancellationToken stop) => sql.First("select s.id, s.emergency_id, s.area_id, s.post_id, s.person_id, s.starts_at, s.ends_at from shift s where s.id = @s and s.state = 'Published'", ReadTurn, stop, ("@s", shift));

    /// <summary>Turns that take over at a post at an hour.</summary>
    internal static Task<List<PostTurn>> Next(Sql sql, Guid post, DateTimeOffset relievesAt, CancellationToken stop) => sql.List("""
        select s.id, s.emergency_id, s.area_id, s.post_id, s.person_id, s.starts_at, s.ends_at from shift s
        where s.post_id = @o and s.state = 'Published' and s.starts_at >= @from and s.starts_at <= @to and s.ends_at > @ends
        """, ReadTurn, stop, Around(post, relievesAt));

    internal static Task<Guid?> Person(Sql sql, Guid? account, CancellationToken stop) => sql.First("select person_id from account where id = @a", row => row.GuidOrNull(0), stop, ("@a", account));

    private static (string, object?)[] Around(Guid post, DateTimeOffset at) => [("@o", post), ("@from", at - HandoverRules.Overlap), ("@to", at + HandoverRules.Overlap), ("@ends", at)];

    private static PostTurn ReadTurn(Row row) => new(row.Guid(0), row.Guid(1), row.Guid(2), row.Guid(3), row.GuidOrNull(4), row.Instant(5), row.Instant(6));

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var (where, values) = (new List<string> { ask["state"] switch { "open" => "h.taken_at is null", "taken" => "h.taken_at is not null", _ => "1 = 1" } }, new List<(string, object?)>());
        if (ask.Words.Length > 0)
        {
            where.Add("(o.name like @words or a.name like @words or g.name like @words or t.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Guid("post") is { } post)
        {
            where.Add("h.post_id = @post");
            values.Add(("@post", post));
        }
        if (ask.Guid("under") is { } under && await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", under)) is { } path)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static HandoverLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Guid(2), row.Text(3), row.Text(4), row.Instant(5), row.Text(6), row.Text(7), row.Text(8), row.Text(9), row.Guid(10), row.Text(11), row.Instant(12),
        row.TextOrNull(13), row.InstantOrNull(14), row.Text(15));
}
