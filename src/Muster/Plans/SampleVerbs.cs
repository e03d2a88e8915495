using System.CommandLine;
using System.Diagnostics;
using Muster.Optimiser.Placing;
using Muster.Rehearsal;
using Muster.Territory.Register;

namespace Muster.Cli.Plans;

/// <summary><c>muster sample make PROVINCE --people N --seed S --out FOLDER</c>: an invented problem over real areas.</summary>
public static class SampleVerbs
{
    private static readonly Dictionary<string, (int Code, int People)> Accounts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hebei"] = (13, 748_100),
        ["hubei"] = (42, 580_000),
    };

    public static Command Make()
    {
        var province = new Argument<string>("province")
        {
            Description = "hebei, hubei, or the two-digit code of a province  河北、湖北或省级代码（两位）",
        };
        var people = new Option<int?>("--people")
        {
            Description = "How many people to invent; by default the account's figure  人数，默认为该省的实际数字",
        };
        var seed = new Option<long>("--seed") { Description = "The same seed makes the same sample  随机种子", DefaultValueFactory = _ => 1 };
        var folder = new Option<DirectoryInfo>("--out") { Description = "Folder to write  输出文件夹", Required = true };
        var make = new Command("make", "Make a placement problem over a real province  以真实省份的区划生成安排问题")
        {
            province, people, seed, folder, Verbs.Json,
        };
        make.SetAction(parsed => MakeSample(
            parsed.GetRequiredValue(province), parsed.GetValue(people), parsed.GetValue(seed),
            parsed.GetRequiredValue(folder), parsed.GetValue(Verbs.Json)));
        return new Command("sample", "Invented samples over real areas  样例") { make };
    }

    private static int MakeSample(string province, int? people, long seed, DirectoryInfo folder, bool json)
    {
        var clock = Stopwatch.StartNew();
        var isAccount = Accounts.TryGetValue(province, out var account);
        var code = 0;
        if (!isAccount && (!int.TryParse(province, out code) || !NationalRegister.Embedded.Provinces.Contains(code)))
        {
            return PlanReport.Refuse(json, $"没有省份“{province}”", $"There is no province {province}. Maybe hebei, hubei, or a code such as 13.");
        }

        var count = people ?? (isAccount ? account.People : 100_000);
        if (count < SampleTerritory.LeastPeoplePerCommunity)
        {
            return PlanReport.Refuse(json,
                $"至少要有 {SampleTerritory.LeastPeoplePerCommunity} 人", $"At least {SampleTerritory.LeastPeoplePerCommunity} people are needed.");
        }

        var areas = NationalRegister.Embedded.Load(isAccount ? account.Code : code);
        var problem = ProvinceSample.Make(areas, count, seed);
        ProblemFolder.Write(problem, folder.FullName);
        if (json)
        {
            PlanReport.Say(new
            {
                people = problem.People.Length,
                places = problem.Places.Length,
                agencies = problem.Agencies.Length,
                seats = problem.Seats.Length,
                exclusions = problem.Exclusions.Length,
                seconds = PlanReport.Round(clock.Elapsed.TotalSeconds),
            });
            return 0;
        }

        Console.WriteLine($"{problem.People.Length} 人，{problem.Places.Length} 个社区（村），{problem.Agencies.Length} 个派出单位 → {folder.FullName}");
        Console.WriteLine($"{problem.People.Length} people, {problem.Places.Length} communities, {problem.Agencies.Length} agencies; {clock.Elapsed.TotalSeconds:0.0} s");
        return 0;
    }
}
