using System.Globalization;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Audit;

/// <summary>A line of the audit page.</summary>
public sealed record AuditRow(Guid Id, DateTimeOffset At, string Actor, string Origin, string? Address, string Act, AuditResult Result, string? SubjectKind, Guid? SubjectId, string Details,
    Guid Node, long Link);

/// <summary>A seal as the page shows it.</summary>
public sealed record SealRow(long Number, DateTimeOffset UpTo, long Links, string Hash);

/// <summary>Reading the audit trail: newest first, by words, act, result and days.</summary>
public sealed class AuditQueries(Stores stores)
{
    private const int CountMax = 10_000;
    private const string Columns = "e.id, e.at, e.actor, e.origin, e.address, e.act, e.result, e.subject_kind, e.subject_id, e.details, e.node, e.link";
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public async Task<TablePage<AuditRow>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "e.id", ("-at", "e.at"));
        var rows = await store.Sql.List($"select {Columns} from audit_entry e where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var total = await store.Sql.Number($"select count(*) from (select 1 from audit_entry e where {where} limit {CountMax + 1}) t", stop, values);
        return keyset.Page(rows, row => row.At, row => row.Id, Math.Min(total, CountMax)) with { Precision = total > CountMax ? Precision.AtLeast : Precision.Exact };
    }

    /// <summary>All that match, newest first, streamed.</summary>
    public async IAsyncEnumerable<AuditRow> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var row in store.Sql.Rows($"select {Columns} from audit_entry e where {where} order by e.at desc, e.id desc", Read, stop, values)) yield return row;
    }

    public async Task<AuditRow?> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {Columns} from audit_entry e where e.id = @id", Read, stop, ("@id", id));
    }

    public async Task<SealRow?> LastSeal(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("select number, up_to, links, hash from audit_seal order by number desc limit 1",
            row => new SealRow(row.Long(0), row.Instant(1), row.Long(2), System.Convert.ToHexStringLower(row.Bytes(3))), stop);
    }

    /// <summary>Every act of the program, for the filter.</summary>
    public static IReadOnlyList<string> Acts { get; } = [.. typeof(Desk).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Act<>))
        .Select(type => type.Name).Order(StringComparer.Ordinal)];

    private static (string, (string, object?)[]) Where(TableAsk ask)
    {
        var where = new List<string> { "1 = 1" };
        var values = new List<(string, object?)>();
        if (Guid.TryParse(ask.Words, out var id))
        {
            where.Add("(e.subject_id = @id or e.actor_id = @id or e.id = @id)");
            values.Add(("@id", id));
        }
        else if (ask.Words.Length > 0)
        {
            where.Add("(e.actor like @words escape '!' or e.act like @words escape '!' or e.address like @words escape '!')");
            values.Add(("@words", "%" + ask.Words.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%"));
        }
        if (ask["act"] is { } act)
        {
            where.Add("e.act = @act");
            values.Add(("@act", act));
        }
        if (ask.Enum<AuditResult>("result") is { } result)
        {
            where.Add("e.result = @result");
            values.Add(("@result", result));
        }
        if (Day(ask["from"]) is { } from)
        {
            where.Add("e.at >= @from");
            values.Add(("@from", from));
        }
        if (Day(ask["to"]) is { } to)
        {
            where.Add("e.at < @to");
            values.Add(("@to", to.AddDays(1)));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static DateTimeOffset? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, China).ToUniversalTime() : null;

    private static AuditRow Read(Row row) => new(row.Guid(0), row.Instant(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Text(5), row.Enum<AuditResult>(6), row.TextOrNull(7), row.GuidOrNull(8),
        row.Text(9), row.Guid(10), row.Long(11));
}

/// <summary>The record of an export of the audit trail; made before the file is.</summary>
public sealed record ExportAudit(string Query) : Act<string>
{
    protected internal override Permission Needs => Permission.ReadAudit;

    protected internal override Task<string> Do(Work work, CancellationToken stop)
    {
        work.Note("query", Query);
        return Task.FromResult("");
    }
}
