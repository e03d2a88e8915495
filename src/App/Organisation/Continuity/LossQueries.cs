using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Continuity;

/// <summary>A loss in a list.</summary>
/// <param name="Away">How many are not back yet.</param>
/// <param name="Nobody">Seats nobody holds because of it.</param>
public sealed record LossLine(Guid Id, LossKind Kind, Guid? AreaId, string? Area, string Reason, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset? ReturnedAt, long People, long Away, long Places, long Nobody);

public sealed record LostPerson(Guid Id, string Name, string? Agency, DateTimeOffset? ReturnedAt);

/// <summary>A place that was left, and who sits there instead.</summary>
public sealed record TakeoverLine(Guid Id, Guid SeatId, string Title, Guid? EmergencyId, Guid? AreaId, string? Area, Holder Place, bool Commands, Guid LeftId, string Left, Guid? SuccessorId, string? Successor, TakeoverWay Way, bool Exposed, string Passed, bool Undone)
{
    /// <summary>The role that the successor was given with the seat, and until when at most.</summary>
    public Role? Given { get; init; }
    public DateTimeOffset? GivenUntil { get; init; }

    /// <summary>Commands, and was given no role with it: somebody has to look whether the account has one.</summary>
    public bool LacksRole => Commands && SuccessorId is not null && !Undone && Given is null;
}

/// <summary>Reads losses. Each takes the statement's connection, so that a drill can be looked at inside its transaction.</summary>
public static class LossQueries
{
    private const string Columns = """
        l.id, l.kind, l.area_id, a.name, l.reason, l.made_at, l.made_by, l.returned_at, (select count(*) from loss_person p where p.loss_id = l.id),
        (select count(*) from loss_person p where p.loss_id = l.id and p.returned_at is null), (select count(*) from takeover t where t.loss_id = l.id),
        (select count(*) from takeover t where t.loss_id = l.id and t.way = 'Nobody' and t.place = 'A' and t.undone_at is null)
        from loss l left join area a on a.id = l.area_id
        """;

    public static Task<LossLine?> Find(Sql sql, Guid id, CancellationToken stop) => sql.First($"select {Columns} where l.id = @id", Read, stop, ("@id", id));

    /// <summary>Latest first; filtered by <c>kind</c> and <c>state</c> (away, back), searched by area, reason and people.</summary>
    public static async Task<TablePage<LossLine>> Page(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var keyset = new Keyset(ask, "l.id", ("-made", "l.made_at"));
        var values = Values(ask);
        var rows = await sql.List($"select {Columns} where {Where(ask)} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, row => row.MadeAt, row => row.Id, await sql.Number($"select count(*) from loss l left join area a on a.id = l.area_id where {Where(ask)}", stop, values));
    }

    public static IAsyncEnumerable<LossLine> All(Sql sql, TableAsk ask, CancellationToken stop) => sql.Rows($"select {Columns} where {Where(ask)} order by l.made_at desc, l.id desc", Read, stop, Values(ask));

    public static Task<List<LostPerson>> People(Sql sql, Guid id, CancellationToken stop) => sql.List(
        "select p.id, p.name, g.name, l.returned_at from loss_person l join person p on p.id = l.person_id left join agency g on g.id = p.agency_id where l.loss_id = @id order by p.name, p.id",
        row => new LostPerson(row.Guid(0), row.Text(1), row.TextOrNull(2), row.InstantOrNull(3)), stop, ("@id", id));

    public static Task<List<TakeoverLine>> Takeovers(Sql sql, Guid id, CancellationToken stop) => sql.List("""
        select t.id, s.id, s.title, s.emergency_id, s.area_id, a.name, t.place, s.commands, t.left_id, b.name, t.successor_id, p.name, t.way, t.exposed, t.passed, t.undone_at is not null, g.role, g.ends_at
        from takeover t join seat s on s.id = t.seat_id left join area a on a.id = s.area_id join person b on b.id = t.left_id left join person p on p.id = t.successor_id left join role_grant g on g.id = t.grant_id
        where t.loss_id = @id order by case when s.commands then 0 else 1 end, coalesce(a.path, ''), s.title, t.place
        """, row => new TakeoverLine(row.Guid(0), row.Guid(1), row.Text(2), row.GuidOrNull(3), row.GuidOrNull(4), row.TextOrNull(5), row.Enum<Holder>(6), row.Bool(7), row.Guid(8), row.Text(9), row.GuidOrNull(10), row.TextOrNull(11),
        row.Enum<TakeoverWay>(12), row.Bool(13), row.Text(14), row.Bool(15)) { Given = row.IsNull(16) ? null : row.Enum<Role>(16), GivenUntil = row.InstantOrNull(17) }, stop, ("@id", id));

    private static string Where(TableAsk ask) => (ask.Enum<LossKind>("kind") is null ? "1 = 1" : "l.kind = @kind")
        + ask["state"] switch { "away" => " and l.returned_at is null", "back" => " and l.returned_at is not null", _ => "" }
        + (ask.Words.Length == 0 ? "" : " and (a.name like @like or l.reason like @like or exists (select 1 from loss_person x join person y on y.id = x.person_id where x.loss_id = l.id and y.name like @like))");

    private static (string, object?)[] Values(TableAsk ask) =>
        [("@kind", ask.Enum<LossKind>("kind")?.ToString() ?? ""), ("@like", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%")];

    private static LossLine Read(Row row) => new(row.Guid(0), row.Enum<LossKind>(1), row.GuidOrNull(2), row.TextOrNull(3), row.Text(4), row.Instant(5), row.Text(6), row.InstantOrNull(7), row.Long(8), row.Long(9), row.Long(10), row.Long(11));
}
