using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Mobilisation;
using Muster.Needs;
using Muster.People;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;
using Origin = Muster.People.Origin;

namespace Muster.App.Tests.Placements;

/// <summary>
/// A small invented town: one street, three communities of which the first has two posts, two agencies, twelve people.
/// The first community wants 4–6 people, the others 2–4 each.
/// </summary>
internal sealed class Town : IAsyncDisposable
{
    public required TestInstallation Test { get; init; }
    public Guid Emergency { get; } = System.Guid.CreateVersion7();
    public List<Area> Communities { get; } = [];
    public List<Post> Posts { get; } = [];
    public List<Agency> Agencies { get; } = [];
    public List<Person> People { get; } = [];
    public Area Street { get; private set; } = new();

    public static async Task<Town> Make(Engine engine, int people = 12)
    {
        var town = new Town { Test = await TestInstallation.Make(engine) };
        await using var store = await town.Test.Stores.Open();
        town.Fill(people);
        store.Add(town.Street);
        await store.SaveChangesAsync();
        store.AddRange(town.Communities);
        await store.SaveChangesAsync();
        store.AddRange(town.Posts);
        store.AddRange(town.Agencies);
        await store.SaveChangesAsync();
        store.AddRange(town.People);
        await store.SaveChangesAsync();
        store.Add(new Emergency
        {
            Id = town.Emergency, Name = "演练", Kind = EmergencyKind.Urgent, DocumentNumber = "试字〔2020〕1号", AreaId = town.Street.Id,
            CoveredLevel = AreaLevel.Community, OpenedAt = town.Now,
        });
        await store.SaveChangesAsync();
        store.AddRange(town.Demands());
        store.AddRange(town.People.Select(p => new Mustered { EmergencyId = town.Emergency, PersonId = p.Id, AgencyId = p.AgencyId, Origin = p.Origin, Source = "test", At = town.Now }));
        await store.SaveChangesAsync();
        return town;
    }

    public DateTimeOffset Now => Test.Clock.Now;

    public DateTimeOffset Start => Now.AddHours(12);

    public async Task<Guid> Solve(Guid? basedOn = null)
    {
        var plan = await Test.Do(new MakePlan(Emergency, "第一版", Start, BasedOnId: basedOn));
        await Solving.Run(plan, new SolveOptions(), Test.Actor, WriteId.New());
        return plan;
    }

    public SolvePlan Solving => (SolvePlan)Test.Services.GetService(typeof(SolvePlan))!;

    public PlanQueries Plans => (PlanQueries)Test.Services.GetService(typeof(PlanQueries))!;

    public async Task<Published> Publish(Guid plan)
    {
        var version = (await Plans.Plan(plan, default))!.Version;
        await Test.Do(new ReviewPlan(plan, version));
        return await Test.Do(new PublishPlan(plan, version + 1, "试字〔2020〕1号"));
    }

    public async Task Run(string sql, params (string, object?)[] values)
    {
        await using var store = await Test.Stores.Open();
        await store.Sql.Run(sql, default, values);
    }

    /// <summary>After rows of a plan were changed behind the acts' back.</summary>
    public async Task Recount(Guid plan)
    {
        await using var store = await Test.Stores.Open();
        await Muster.Placements.Counts.PlanCounts.All(store.Sql, (await store.FindAsync<Plan>([plan]))!, default);
        await store.SaveChangesAsync();
    }

    public async Task<long> Number(string sql, params (string, object?)[] values)
    {
        await using var store = await Test.Stores.Open();
        return await store.Sql.Number(sql, default, values);
    }

    public async Task<Guid> Guid(string sql, params (string, object?)[] values)
    {
        await using var store = await Test.Stores.Open();
        return await store.Sql.First(sql, row => row.Guid(0), default, values);
    }

    private IEnumerable<Demand> Demands()
    {
        for (var i = 0; i < Communities.Count; i++)
            yield return Demand(Communities[i], null, i == 0 ? (4, 6, 8) : (2, 4, 6));
        foreach (var post in Posts) yield return Demand(Communities[0], post, (2, 3, 4));
    }

    private Demand Demand(Area area, Post? post, (int Minimum, int Target, int Absorption) needs) => new()
    {
        EmergencyId = Emergency, PlaceId = post?.Id ?? area.Id, PlaceKind = post is null ? PlaceKind.Area : PlaceKind.Post, AreaId = area.Id, PostId = post?.Id,
        Minimum = needs.Minimum, Target = needs.Target, Absorption = needs.Absorption, Source = DemandSource.Override, Reason = "test",
    };

    private void Fill(int people)
    {
        Street = NewArea(null, AreaLevel.Street, "试验街道", AreaPath.Child("", 0), 0);
        for (var i = 0; i < 3; i++) Communities.Add(NewArea(Street.Id, AreaLevel.Community, $"第{"一二三"[i]}社区", AreaPath.Child(Street.Path, i), i));
        for (var i = 0; i < 2; i++)
            Posts.Add(new Post
            {
                Id = System.Guid.CreateVersion7(), AreaId = Communities[0].Id, Name = i == 0 ? "东门" : "西门", Kind = "值守", Minimum = 2, Target = 3, Absorption = 4, ValidFrom = Now.AddDays(-1),
            });
        for (var i = 0; i < 2; i++)
            Agencies.Add(new Agency
            {
                Id = System.Guid.CreateVersion7(), Name = $"试验{"甲乙"[i]}局", ShortName = $"{"甲乙"[i]}局", Level = AgencyLevel.County, Headcount = 10, MinimumStay = 2, QuotaPercent = 50, Source = "test",
            });
        for (var i = 0; i < people; i++)
            People.Add(new Person
            {
                Id = System.Guid.CreateVersion7(), Name = $"甲乙丙丁戊己庚辛壬癸子丑"[i % 12] + "试", NameTail = "试", AgencyId = Agencies[i % 2].Id, Origin = Origin.County,
                HomeAreaId = Communities[i % 3].Id, PartyMember = i % 2 == 0, Grade = i % 4, Source = "test", CreatedAt = Now, ChangedAt = Now,
            });
        People.Sort((a, b) => a.Id.CompareTo(b.Id));
    }

    private Area NewArea(Guid? parent, AreaLevel level, string name, string path, int east) => new()
    {
        Id = System.Guid.CreateVersion7(), ParentId = parent, Level = level, Name = name, ShortName = name, Path = path, ValidFrom = Now.AddYears(-1),
        Latitude = 39.1, Longitude = 117.2 + (east * 0.02), Datum = Datum.Wgs84,
    };

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
