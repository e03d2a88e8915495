using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.Mobilisation;
using Muster.Needs;
using Muster.Organisation;
using Muster.People;
using Muster.People.Agencies;
using Muster.Placements;
using Muster.Placements.Cards;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Importing;
using Muster.Territory.Loading;

namespace Muster.Rehearsal.Demo;

/// <summary>Seconds of each step; everything from the people's spreadsheet to the cards.</summary>
public sealed record DemoSeconds(double Import, double Solve, double Publish, double Cards);

/// <summary>
/// What the demo reached. <paramref name="Covered"/> and <paramref name="PostsStaffed"/> are counted by SQL over the published rows:
/// areas of the covered level, and posts, that have at least their minimum.
/// </summary>
public sealed record DemoReport(string Sample, long People, long Placed, long Reserve, long Communities, long Covered, long Posts, long PostsStaffed,
    double Gap, DemoSeconds Seconds)
{
    /// <summary>What the rosters of the first fortnight reached; null where no post has times.</summary>
    public DemoRoster? Roster { get; init; }

    /// <summary>Openings and check-ins of the days until now, all invented.</summary>
    public DemoPlayed? Played { get; init; }

    /// <summary>Ways in for a host, a member with a turn and an observer of one community.</summary>
    public IReadOnlyList<DemoGuest> Guests { get; init; } = [];

    [JsonIgnore]
    public Guid PlanId { get; init; }

    /// <summary>Both full coverages: everyone has a place or a reason, every area and post has its minimum.</summary>
    [JsonIgnore]
    public bool Holds => Placed + Reserve == People && Covered == Communities && PostsStaffed == Posts && Posts > 0 && Roster is not { Findings: > 0 } && Played is not { Refused: > 0 };
}

/// <summary>
/// Musters a sample the way an organiser does, through the same acts: territory, local staff, agencies, the spreadsheet of people, emergency,
/// demand, quotas, formation and seats, plan, review, publication, cards.
/// </summary>
/// <param name="folder">Of the samples' files.</param>
/// <param name="scratch">Where the spreadsheets of people are written.</param>
public sealed class RunDemo(IServiceProvider services, DemoSample sample, string folder, string scratch, Actor actor, DemoClock clock, Action<string> tell)
{
    private const int FirstSecretaryGrade = FormationOptions.DivisionGrade;

    private readonly Desk _desk = services.GetRequiredService<Desk>();
    private readonly Stores _stores = services.GetRequiredService<Stores>();
    private readonly JobBoard _jobs = services.GetRequiredService<JobBoard>();

    public async Task<DemoReport> Run(CancellationToken stop)
    {
        var areas = DemoFiles.Areas(Path.Combine(folder, "areas.csv"));
        var invented = new DemoPeople(sample, areas, seed: 1);
        var agencies = invented.Agencies();
        var (mustered, staff) = (Path.Combine(scratch, sample.Name + "-集结名册.xlsx"), Path.Combine(scratch, sample.Name + "-属地人员.xlsx"));

        tell("territory");
        await ImportTable("areas.csv", TerritoryTable.Areas, stop);
        if (sample.Around.Length > 0) await _desk.Do(new LoadAreas(sample.Around), WriteId.New(), actor, stop);
        if (File.Exists(Path.Combine(folder, "recut.csv"))) await ImportTable("recut.csv", TerritoryTable.Recut, stop);
        await ImportTable("posts.csv", TerritoryTable.Posts, stop);
        var top = await TopArea(areas[0], stop);
        var hosts = await Hosts(top, stop);
        invented.WriteLocalStaff(staff, hosts.Select(h => h.Area));
        invented.WriteMustered(mustered, agencies);
        await ImportPeople(staff, stop);
        foreach (var agency in agencies)
            await _desk.Do(new AddAgency(Fields(agency, top)), WriteId.New(), actor, stop);
        var emergency = await Open(top, stop);

        tell("people");
        var watch = Stopwatch.StartNew();
        var import = await ImportPeople(mustered, stop);
        await _desk.Do(new MusterPeople(emergency, new MusterFilter(ImportId: import)), WriteId.New(), actor, stop);
        await _desk.Do(new DeriveQuotas(emergency), WriteId.New(), actor, stop);
        var seconds = new DemoSeconds(watch.Elapsed.TotalSeconds, 0, 0, 0);
        tell("formation");
        await _desk.Do(new GrowFormation(emergency, sample.Template, new FormationOptions(FirstSecretaries: sample.FirstSecretaries, FirstSecretaryGrade: FirstSecretaryGrade, Branches: sample.Branches)),
            WriteId.New(), actor, stop);
        await SeatHosts(hosts, stop);

        tell("plan");
        watch.Restart();
        var plan = await _desk.Do(new MakePlan(emergency, "第一版", clock.Order.AddHours(12)), WriteId.New(), actor, stop);
        var solved = await services.GetRequiredService<SolvePlan>().Run(plan, new SolveOptions(), actor, WriteId.New(), null, stop);
        seconds = seconds with { Solve = watch.Elapsed.TotalSeconds };
        tell("publish");
        watch.Restart();
        var version = (await services.GetRequiredService<PlanQueries>().Plan(plan, stop))!.Version;
        await _desk.Do(new ReviewPlan(plan, version), WriteId.New(), actor, stop);
        await _desk.Do(new PublishPlan(plan, version + 1, sample.DocumentNumber), WriteId.New(), actor, stop);
        seconds = seconds with { Publish = watch.Elapsed.TotalSeconds };
        tell("cards");
        watch.Restart();
        await _desk.Do(new IssueCards(emergency), WriteId.New(), actor, stop);
        var report = await Report(emergency, plan, solved.Gap, seconds with { Cards = watch.Elapsed.TotalSeconds }, stop);
        tell("rosters");
        report = report with { Roster = await new DemoRosters(services, actor).Run(emergency, top, clock.Order, stop) };
        tell("days until now");
        report = report with { Played = await new DemoDays(services, clock, actor).Play(top, stop) };
        return report with { Guests = await new DemoGuests(services, actor).Invite(clock.GetUtcNow(), stop) };
    }

    private async Task ImportTable(string file, TerritoryTable table, CancellationToken stop)
    {
        await using var sent = File.OpenRead(Path.Combine(folder, file));
        var job = await services.GetRequiredService<TableImports>().Start(sent, file, (name, hash) => new ImportTerritory(name, hash, table), WriteId.New(), actor, stop);
        await Ended(job, stop);
    }

    private async Task<Guid> ImportPeople(string file, CancellationToken stop)
    {
        await using var sent = File.OpenRead(file);
        var upload = await services.GetRequiredService<Uploads>().Take(sent, Path.GetFileName(file), Permission.EditPeople, actor, stop);
        var job = await services.GetRequiredService<PeopleImports>().Start(upload, new FileChoices(), dryRun: false, actor, stop);
        return (await Ended(job, stop)).Result!.Value.GetProperty("import").GetGuid();
    }

    /// <exception cref="InvalidOperationException">The job did not end well, or refused rows: the samples have none to refuse.</exception>
    private async Task<JobView> Ended(Guid job, CancellationToken stop)
    {
        var ended = await _jobs.Wait(job, stop);
        if (ended.State != JobState.Done) throw new InvalidOperationException($"{ended.Kind} {ended.Label}: {ended.Message ?? ended.State.ToString()}");
        if (ended.Result is { } result && result.TryGetProperty("refused", out var refused) && refused.GetInt64() > 0)
            throw new InvalidOperationException($"{ended.Kind} {ended.Label} refused {refused.GetInt64()} rows: {result}");
        return ended;
    }

    private async Task<Guid> TopArea(DemoArea first, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        var name = sample.TopName ?? first.Name;
        return await store.Sql.First("select id from area where (code = @c or name = @n) and valid_to is null order by case when name = @n then 0 else 1 end, path",
            row => row.Guid(0), stop, ("@c", first.Key), ("@n", name));
    }

    /// <summary>The areas that must be covered, each with a secretary and two deputies of its own.</summary>
    private async Task<List<(Guid Id, DemoArea Area)>> Hosts(Guid top, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        return await store.Sql.List("""
            select a.id, a.name from area t join area a on a.path >= t.path and a.path < t.path || '~' where t.id = @t and a.level = @l and a.valid_to is null order by a.path
            """, row => (row.Guid(0), new DemoArea(row.Guid(0).ToString(), "", "", row.Text(1))), stop, ("@t", top), ("@l", (int)sample.Covered));
    }

    private static AgencyFields Fields(DemoAgency agency, Guid top) => new()
    {
        Name = agency.Name, Level = agency.Level, AreaId = top, Headcount = agency.Headcount, MinimumStay = 0, QuotaPercent = agency.Level == AgencyLevel.City ? 0 : 70,
    };

    private async Task<Guid> Open(Guid top, CancellationToken stop)
    {
        var emergency = await _desk.Do(new OpenEmergency(sample.EmergencyName, EmergencyKind.Urgent, sample.DocumentNumber, top, sample.Covered, clock.Order), WriteId.New(), actor, stop);
        await _desk.Do(new SetDemandRule(emergency, sample.Covered, 1, 0, 1, 0, sample.AbsorptionBase, sample.AbsorptionPerLocalStaff), WriteId.New(), actor, stop);
        return emergency;
    }

    /// <summary>Secretary A, deputies B and C on the seat that commands each area (S2.2).</summary>
    private async Task SeatHosts(List<(Guid Id, DemoArea Area)> hosts, CancellationToken stop)
    {
        foreach (var host in hosts)
        {
            var (seat, people) = await SeatAndStaff(host, stop);
            if (seat is null) continue;
            for (var i = 0; i < Math.Min(3, people.Count); i++)
                await _desk.Do(new TakeSeat(seat.Value, people[i], (Holder)i, "样例"), WriteId.New(), actor, stop);
        }
    }

    private async Task<(Guid?, List<Guid>)> SeatAndStaff((Guid Id, DemoArea Area) host, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        var seat = await store.Sql.First("select id from seat where area_id = @a and commands and ends_at is null", row => (Guid?)row.Guid(0), stop, ("@a", host.Id));
        return (seat, await store.Sql.List("""
            select p.id from person p join agency g on g.id = p.agency_id where p.origin = 'LocalStaff' and g.name = @n and p.ended_at is null
            order by case p.job_title when '书记' then 0 when '副书记' then 1 else 2 end, p.id limit 3
            """, row => row.Guid(0), stop, ("@n", host.Area.Name)));
    }

    private async Task<DemoReport> Report(Guid emergency, Guid plan, double gap, DemoSeconds seconds, CancellationToken stop)
    {
        await using var store = await _stores.Open(stop);
        (string, object?)[] values = [("@e", emergency), ("@at", clock.Order.AddHours(12)), ("@level", (int)sample.Covered)];
        const string inForce = "p.emergency_id = @e and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at)";
        const string communities = """
            select c.id, coalesce(d.minimum, 1) as minimum, (select count(*) from area s join placement p on p.area_id = s.id and p.emergency_id = @e
                and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at) where s.path >= c.path and s.path < c.path || '~') as n
            from emergency e join area t on t.id = e.area_id join area c on c.path >= t.path and c.path < t.path || '~' and c.level = @level and c.valid_to is null
            left join demand d on d.emergency_id = e.id and d.place_id = c.id where e.id = @e
            """;
        var posts = $"select d.post_id, d.minimum, (select count(*) from placement p where p.post_id = d.post_id and {inForce}) as n from demand d where d.emergency_id = @e and d.post_id is not null";
        return new DemoReport(sample.Name,
            await store.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, values),
            await store.Sql.Number($"select count(*) from placement p where {inForce}", stop, values),
            await store.Sql.Number("select count(*) from reserve where emergency_id = @e", stop, values),
            await store.Sql.Number($"select count(*) from ({communities}) c", stop, values),
            await store.Sql.Number($"select count(*) from ({communities}) c where n >= case when minimum > 1 then minimum else 1 end", stop, values),
            await store.Sql.Number($"select count(*) from ({posts}) q", stop, values),
            await store.Sql.Number($"select count(*) from ({posts}) q where n >= minimum", stop, values), gap, seconds) { PlanId = plan };
    }
}

/// <summary>Reads the samples' plain csv (no quoting in them).</summary>
internal static class DemoFiles
{
    public static List<DemoArea> Areas(string path) => File.ReadLines(path).Skip(1).Select(line => line.Split(','))
        .Select(cells => new DemoArea(cells[0], cells[1], cells[2], cells[3])).ToList();
}
