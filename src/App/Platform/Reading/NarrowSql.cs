using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Muster.Platform.Access;
using Muster.Platform.Storage;

namespace Muster.Platform.Reading;

/// <summary>
/// The one scoped query object: makes of any statement one that reads within a <see cref="Reach"/>. Each table the statement names is replaced by
/// what the reader sees of it, said in front as <c>with area as (select … where …)</c>, so that another area's rows are missing wherever they would
/// be read, also in counts, joins and searches, and no query can forget it. Both databases fold it into the query's own WHERE.
/// </summary>
public sealed partial class NarrowSql(ReadRules rules, Reach reach, Engine engine, DateTimeOffset now)
{
    /// <summary>A host reads who served in the area until so long after the end.</summary>
    public static readonly TimeSpan After = TimeSpan.FromDays(7);

    /// <summary>
    /// People whom alone the statement asks about; null for all. Whether each of a few may be read is then found from the person on, instead of
    /// gathering everybody who may be.
    /// </summary>
    public IReadOnlyList<Guid>? People { get; init; }

    /// <summary>The same, asked about these people alone.</summary>
    public NarrowSql About(IReadOnlyList<Guid> people) => new(rules, reach, engine, now) { People = people };

    /// <summary>The statement within the reach, and the values that it needs besides its own.</summary>
    /// <exception cref="InvalidOperationException">It writes, or is of a kind that cannot be narrowed: acts write, and they read everything.</exception>
    public (string Sql, IReadOnlyList<(string Name, object? Value)> Values) Of(string sql)
    {
        var needed = rules.NeededBy(sql);
        if (needed.Count == 0) return (sql, []);
        var before = new StringBuilder("with recursive ");
        foreach (var name in needed)
        {
            if (before.Length > "with recursive ".Length) before.Append(",\n");
            before.Append(Said(name));
        }
        var begin = Begin().Match(sql);
        if (begin.Groups["with"].Success) before.Append(",\n").Append(sql, begin.Length, sql.Length - begin.Length);
        else if (begin.Groups["read"].Success) before.Append('\n').Append(sql);
        else throw new InvalidOperationException("Who reads a part only cannot run: " + sql);
        var text = before.ToString();
        return (text, Values(text));
    }

    private string Said(string name)
    {
        var parts = rules.Of(name).Where(p => p.When switch
        {
            ReadWhen.OfAreas => reach.Paths.Count > 0,
            ReadWhen.OfAgencies => reach.Agencies.Count > 0,
            ReadWhen.Hosting => reach.Hosts && reach.Paths.Count > 0,
            _ => true,
        }).ToList();
        var body = parts.Count == 0 ? $"select {(engine == Engine.Sqlite ? "null" : "null::uuid")} as id where 1 = 0" : string.Join("\nunion\n", parts.Select(p => p.Select));
        body = Itself().Replace(body, m => (engine == Engine.Sqlite ? "main." : "public.") + m.Groups[1].Value);
        body = Here().Replace(body, m => People is null ? $"{m.Groups[1].Value} in (select id from area)"
            : $"exists (select 1 from {(engine == Engine.Sqlite ? "main." : "public.")}area g where g.id = {m.Groups[1].Value} and {{within g.path}})");
        body = body.Replace("{about}", engine == Engine.Sqlite ? "select unhex(value) from json_each(@reach_about)" : "select unnest(@reach_about)", StringComparison.Ordinal);
        body = Within().Replace(body, m => Any(i => $"{m.Groups[1].Value} >= @reach_from{i} and {m.Groups[1].Value} < @reach_to{i}"));
        body = Above().Replace(body, m => Any(i => $"@reach_from{i} >= {m.Groups[1].Value} and @reach_from{i} < {m.Groups[1].Value} || '~'"));
        body = Top().Replace(body, m => Any(i => $"{m.Groups[1].Value} = @reach_from{i}"));
        body = body.Replace("{agencies}", Agencies(), StringComparison.Ordinal);
        body = Either().Replace(body, m => m.Groups["when"].Value == "only" == People is not null ? m.Groups["then"].Value : "");
        // A set that is not kept may be gathered anew for each row of whatever it is joined to; where few are asked about, it is asked for each.
        return $"{name} as {(parts is [{ IsSet: false }] || People is not null ? "not " : "")}materialized ({body})";
    }

    private string Any(Func<string, string> condition) => reach.Paths.Count == 0 ? "1 = 0" : "(" + string.Join(" or ", reach.Paths.Select((_, i) => condition(i.ToString(CultureInfo.InvariantCulture)))) + ")";

    private string Agencies() => string.Join(", ", reach.Agencies.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@reach_agency{i}")));

    private List<(string, object?)> Values(string sql)
    {
        var values = new List<(string, object?)>();
        foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal))
        {
            var number = name.AsSpan().TrimEnd("0123456789") is var stem && stem.Length < name.Length ? int.Parse(name.AsSpan(stem.Length), CultureInfo.InvariantCulture) : 0;
            values.Add((name, stem switch
            {
                "@reach_from" => reach.Paths[number],
                "@reach_to" => Behind(reach.Paths[number]),
                "@reach_top" => reach.Paths.Count > 0 ? reach.Paths[0] : "",
                "@reach_agency" => reach.Agencies[number],
                "@reach_about" => engine == Engine.Postgres ? People!.ToArray() : JsonSerializer.Serialize(People!.Select(id => System.Convert.ToHexString(Storage.Convert.ToBytes(id)))),
                "@reach_past" => now - After,
                "@reach_account" => reach.Account ?? Guid.Empty,
                _ => throw new InvalidOperationException($"No rule of reading gives {name}."),
            }));
        }
        return values;
    }

    /// <summary>The first text after all paths below this one: segments are letters and digits.</summary>
    private static string Behind(string path) => path + "~";

    [GeneratedRegex(@"^\s*((?<with>with\s+(recursive\s+)?)|(?<read>\(?\s*select\b))", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Begin();

    [GeneratedRegex(@"\[([a-z_]+)\]", RegexOptions.NonBacktracking)]
    private static partial Regex Itself();

    [GeneratedRegex(@"\{here ([a-z_.]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Here();

    [GeneratedRegex(@"\{(?<when>only|else) (?<then>[^{}]+)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Either();

    [GeneratedRegex(@"\{within ([a-z_.]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Within();

    [GeneratedRegex(@"\{above ([a-z_.]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Above();

    [GeneratedRegex(@"\{top ([a-z_.]+)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Top();

    [GeneratedRegex("@reach_[a-z]+[0-9]*", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}

/// <summary>The same for what EF makes of LINQ. What EF saves is a job's own record; everything else is written by acts, which read everything.</summary>
internal sealed class NarrowReads(NarrowSql narrow) : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => Narrow(command, eventData, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Narrow(command, eventData, result));

    private InterceptionResult<DbDataReader> Narrow(DbCommand command, CommandEventData data, InterceptionResult<DbDataReader> result)
    {
        if (data.CommandSource == CommandSource.SaveChanges) return result;
        var (sql, values) = narrow.Of(command.CommandText);
        command.CommandText = sql;
        foreach (var (name, value) in values) Sql.Add(command, name, value, data.Context is Store { Engine: var engine } ? engine : Engine.Sqlite);
        return result;
    }
}
