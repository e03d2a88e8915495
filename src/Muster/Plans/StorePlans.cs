using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Placements;
using Muster.Platform.Acts;

namespace Muster.Cli.Plans;

/// <summary>The same verbs on plans of the store: made, solved, reviewed and published as the pages do it.</summary>
internal static class StorePlans
{
    public static Option<Guid?> Which() => new("--plan") { Description = "id of a plan of the store  库中方案的编号" };

    public static Command Begin()
    {
        var name = new Argument<string>("name") { Description = "what people will call it  方案名称" };
        var starts = new Option<DateTimeOffset?>("--start") { Description = "when it comes into force, e.g. 2020-02-18T08:00+08:00 (default: now)  开始时间" };
        var ends = new Option<DateTimeOffset?>("--end") { Description = "until when (default: open-ended)  结束时间" };
        var seed = new Option<long>("--seed") { Description = "seed of the polish  随机种子", DefaultValueFactory = _ => 1 };
        var basis = new Option<Guid?>("--based-on") { Description = "id of a plan whose pins are taken over  沿用其固定安排的方案" };
        var verb = new Command("make", "Begin a draft plan of an emergency  新建方案") { name, EmergencyVerbs.Which, starts, ends, seed, basis, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var act = new MakePlan(await EmergencyVerbs.Of(parse, muster, stop), parse.GetRequiredValue(name), parse.GetValue(starts) ?? TimeProvider.System.GetUtcNow(),
                parse.GetValue(ends), parse.GetValue(seed), parse.GetValue(basis));
            var plan = await muster.Do(act, stop);
            Output.Show(parse, new { Plan = plan }, $"draft: {act.Name} {plan}");
            return 0;
        });
        return verb;
    }

    public static async Task<int> Solve(ParseResult parse, Guid plan, SolveOptions options, CancellationToken stop)
    {
        await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
        var job = (await muster.Post($"/api/plans/{plan}/solve", JsonContent.Create(options, options: Desk.Json), stop)).GetProperty("job").GetGuid();
        var s = (await muster.Follow(job, stop)).Result!.Value.Deserialize<Solved>(Desk.Json)!;
        Output.Show(parse, new { Plan = s.PlanId, s.Cost, s.Bound, s.Gap, s.Placed, s.Reserve, s.Gaps, s.Seconds, s.End },
            string.Create(CultureInfo.InvariantCulture, $"{s.Placed:N0} placed, {s.Reserve:N0} in reserve, {s.Gaps:N0} gaps; cost {s.Cost:N0}, bound {s.Bound:N0}, gap {s.Gap:P3}; {s.Seconds:0.0} s"));
        return 0;
    }

    public static Command Review()
    {
        var plan = Required();
        var note = new Option<string?>("--note") { Description = "stands beside the plan  备注" };
        var verb = new Command("review", "Say that you have looked a solved plan through; only then can it be published  审阅方案") { plan, note, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var line = await Find(muster, parse.GetRequiredValue(plan), stop);
            await muster.Do(new ReviewPlan(line.Id, line.Version, parse.GetValue(note)), stop);
            Output.Show(parse, new { Plan = line.Id, State = PlanState.Reviewed, line.Placed, line.Reserve, line.Gaps }, $"reviewed: {line.Name} {line.Id}");
            return 0;
        });
        return verb;
    }

    public static Command Publish()
    {
        var plan = Required();
        var reason = new Option<string>("--reason") { Description = "why; stands in the record and on the trail  发布理由", Required = true };
        var verb = new Command("publish", "Bring a reviewed plan into force, all of it or nothing; every hard rule is proved again  发布方案") { plan, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var line = await Find(muster, parse.GetRequiredValue(plan), stop);
            var clock = Stopwatch.StartNew();
            var p = await muster.Do(new PublishPlan(line.Id, line.Version, parse.GetRequiredValue(reason)), stop);
            Output.Show(parse, new { Plan = line.Id, Publication = p.PublicationId, p.Placed, p.Reserve, p.Communities, p.Covered, p.Gaps, p.ContentHash, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3) },
                $"{p.Placed:N0} placed, {p.Reserve:N0} in reserve, {p.Covered:N0} of {p.Communities:N0} communities covered, {p.Gaps:N0} gaps");
            return 0;
        });
        return verb;
    }

    public static Command List()
    {
        var emergency = new Option<Guid?>("--emergency") { Description = "id of an emergency (default: all)  行动编号" };
        var verb = new Command("list", "Plans of the store, the latest first  列出方案") { emergency, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var plans = (await muster.Get("/api/plans/" + (parse.GetValue(emergency) is { } e ? $"?emergency={e}" : ""), stop)).Deserialize<List<PlanLine>>(Desk.Json)!;
            Output.Show(parse, new { Plans = plans }, string.Join('\n', plans.Select(p => $"{p.Id}  {p.State,-9}  {p.Name}  {p.Placed:N0} placed, {p.Reserve:N0} in reserve, {p.Gaps:N0} gaps")));
            return 0;
        });
        return verb;
    }

    public static Command Problem()
    {
        var plan = Required();
        var folder = new Option<DirectoryInfo>("--out") { Description = "folder to write  输出文件夹", Required = true };
        var verb = new Command("problem", "Write the problem of a plan as a folder, people as numbers without names: to solve it elsewhere, or to report a mistake  导出问题文件夹") { plan, folder, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var line = await Find(muster, parse.GetRequiredValue(plan), stop);
            var into = parse.GetRequiredValue(folder);
            into.Create();
            var packed = new FileInfo(Path.Combine(into.FullName, "problem.zip"));
            await muster.Save($"/api/plans/{line.Id}/problem", packed, stop);
            await ZipFile.ExtractToDirectoryAsync(packed.FullName, into.FullName, overwriteFiles: true, stop);
            packed.Delete();
            Output.Show(parse, new { Plan = line.Id, Folder = into.FullName, Files = into.GetFiles("*.csv").Select(f => f.Name).Order() }, into.FullName);
            return 0;
        });
        return verb;
    }

    private static Option<Guid> Required() => new("--plan") { Description = "id of a plan of the store  库中方案的编号", Required = true };

    private static async Task<PlanLine> Find(Connection muster, Guid plan, CancellationToken stop)
    {
        // Asked among all, so that an unknown id is told as such and not as an empty answer.
        var plans = (await muster.Get("/api/plans/", stop)).Deserialize<List<PlanLine>>(Desk.Json)!;
        return plans.Find(p => p.Id == plan) ?? throw new VerbFailure(2, $"没有这个方案。 / There is no plan {plan}: `muster plan list` shows them.");
    }
}
