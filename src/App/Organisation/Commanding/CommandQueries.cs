using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Commanding;

/// <summary>Who commands an area at a moment.</summary>
/// <param name="HostId">Holder A of the area's commanding seat; null while it is unfilled.</param>
/// <param name="DelegateId">Who commands instead, until <paramref name="Until"/>.</param>
public sealed record CommandLine(Guid AreaId, string Area, string? Above, string Path, Guid? HostId, string? Host, Guid? DelegateId, string? Delegate, DateTimeOffset? Until, string? Reason)
{
    /// <summary>Exactly one, or nobody while the seat is unfilled and nobody is delegated.</summary>
    public Guid? CommanderId => DelegateId ?? HostId;

    public string? Commander => DelegateId is null ? Host : Delegate;

    public bool IsDelegated => DelegateId is not null;
}

/// <summary>A delegation of an area's command, past, present or to come.</summary>
public sealed record DelegationLine(Guid Id, Guid PersonId, string Person, string Host, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string Reason, string GivenBy, string? EndReason, string? EndedBy);

/// <summary>
/// Reads who commands. The host commands by default: holder A of the one seat that commands the area; a delegation in force goes before. Each of the two is
/// one at most by the database, so the answer is one.
/// </summary>
public static class CommandQueries
{
    private const string From = """
        from seat s join area a on a.id = s.area_id left join area u on u.id = a.parent_id
        left join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.starts_at <= @at and (h.ends_at is null or h.ends_at > @at) left join person hp on hp.id = h.person_id
        left join command_delegation d on d.area_id = a.id and d.starts_at <= @at and d.ends_at > @at left join person dp on dp.id = d.person_id
        where s.commands and s.ends_at is null and a.valid_to is null
        """;

    private const string Columns = "a.id, a.name, u.name, a.path, h.person_id, hp.name, d.person_id, dp.name, d.ends_at, d.reason";

    /// <summary>The holder of an area's command by seat; null while it is unfilled.</summary>
    public static Task<Guid?> Host(Sql sql, Guid area, DateTimeOffset at, CancellationToken stop) => sql.First(
        "select h.person_id from seat s join seat_holding h on h.seat_id = s.id where s.area_id = @a and s.commands and s.ends_at is null and h.place = 'A' and h.starts_at <= @at and (h.ends_at is null or h.ends_at > @at)",
        row => (Guid?)row.Guid(0), stop, ("@a", area), ("@at", at));

    /// <summary>Who commands an area at a moment; null where no seat commands it.</summary>
    public static Task<CommandLine?> Of(Sql sql, Guid area, DateTimeOffset at, CancellationToken stop) =>
        sql.First($"select {Columns} {From} and a.id = @a", Read, stop, ("@a", area), ("@at", at));

    /// <summary>In the order of the territory; filtered by <c>as</c> (delegate, host, nobody), searched by area and person.</summary>
    public static async Task<TablePage<CommandLine>> Page(Sql sql, TableAsk ask, DateTimeOffset at, CancellationToken stop)
    {
        var keyset = new Keyset(ask, "a.id", ("area", "a.path"));
        (string, object?)[] values = [("@at", at), .. Values(ask)];
        var rows = await sql.List($"select {Columns} {From} and {Where(ask)} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, row => row.Path, row => row.AreaId, await sql.Number($"select count(*) {From} and {Where(ask)}", stop, values));
    }

    public static IAsyncEnumerable<CommandLine> All(Sql sql, TableAsk ask, DateTimeOffset at, CancellationToken stop) =>
        sql.Rows($"select {Columns} {From} and {Where(ask)} order by a.path", Read, stop, [("@at", at), .. Values(ask)]);

    /// <summary>All delegations of an area, latest first.</summary>
    public static Task<List<DelegationLine>> Delegations(Sql sql, Guid area, CancellationToken stop) => sql.List("""
        select d.id, d.person_id, p.name, h.name, d.starts_at, d.ends_at, d.reason, d.given_by, d.end_reason, d.ended_by
        from command_delegation d join person p on p.id = d.person_id left join person h on h.id = d.host_id where d.area_id = @a order by d.starts_at desc, d.id limit 200
        """, row => new DelegationLine(row.Guid(0), row.Guid(1), row.Text(2), row.TextOrNull(3) ?? "", row.Instant(4), row.Instant(5), row.Text(6), row.Text(7), row.TextOrNull(8), row.TextOrNull(9)), stop, ("@a", area));

    private static string Where(TableAsk ask) => (ask["as"] switch
    {
        "delegate" => "d.id is not null",
        "host" => "d.id is null and h.id is not null",
        "nobody" => "d.id is null and h.id is null",
        _ => "1 = 1",
    }) + (ask.Words.Length == 0 ? "" : " and (a.name like @like or a.pinyin like @start or a.initials like @start or hp.name like @like or dp.name like @like)");

    private static (string, object?)[] Values(TableAsk ask)
    {
        var text = ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return [("@like", "%" + text + "%"), ("@start", text.ToLowerInvariant() + "%")];
    }

    private static CommandLine Read(Row row) => new(row.Guid(0), row.Text(1), row.TextOrNull(2), row.Text(3), row.GuidOrNull(4), row.TextOrNull(5), row.GuidOrNull(6), row.TextOrNull(7), row.InstantOrNull(8), row.TextOrNull(9));
}
