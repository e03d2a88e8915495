using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Audit;

namespace Muster.Cli.Audit;

/// <summary><c>muster audit …</c>: prove the trail, seal it.</summary>
internal static class AuditVerbs
{
    public static Command Make() => new("audit", "the audit trail: verify that no byte of it was touched, seal it") { Verify(), Seal() };

    private static Command Verify()
    {
        var verb = new Command("verify", "read the whole trail and find the first byte altered, removed, added or moved; exit code 1 where there is one") { Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var verdict = (await muster.Get("/api/audit/verify", stop)).Deserialize<TrailVerdict>(Desk.Json)!;
            // firstBad stands there also when it is nothing: whoever reads the line finds the same three names.
            if (parse.GetValue(Verbs.Json)) Console.WriteLine(JsonSerializer.Serialize(new { verdict.Ok, verdict.Rows, verdict.FirstBad, verdict.Links, verdict.Seals }, Always));
            else Console.WriteLine(verdict.FirstBad is { } bad ? $"{bad.Zh} / {bad.En} [{bad.Code}]" : $"{verdict.Rows:N0} entries in {verdict.Links:N0} links hold, {verdict.Seals:N0} seals");
            return verdict.Ok ? 0 : 1;
        });
        return verb;
    }

    private static Command Seal()
    {
        var verb = new Command("seal", "seal what was done before the last midnight in China, as the server does by itself each day") { Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var number = await muster.Do(new SealAudit(SealAudit.LastMidnight(TimeProvider.System.GetUtcNow())), stop);
            Output.Show(parse, new { Seal = number }, $"seal {number:N0} made; keep its file from the folder seals of the store elsewhere");
            return 0;
        });
        return verb;
    }

    private static readonly JsonSerializerOptions Always = new(Desk.Json) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.Never };
}
