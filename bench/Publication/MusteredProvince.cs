using Muster.Emergencies;
using Muster.Mobilisation;
using Muster.Needs;
using Muster.Organisation;
using Muster.People;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Loading;

namespace Muster.Bench.Publication;

/// <summary>
/// A real province with invented people, put into a store the short way: areas, demand, formation and seats by their acts, people and plans in
/// bulk. Its plans are valid and made by counting, not by solving: everybody serves in a community, the first of each holds its first secretary's seat.
/// </summary>
internal sealed class MusteredProvince
{
    private const int PeoplePerAgency = 400;

    private readonly List<Guid> _people = [];

    public Guid Emergency { get; private set; }

    public List<Guid> Communities { get; private set; } = [];

    /// <summary>The first secretary's seat of a community, by its place in <see cref="Communities"/>.</summary>
    public Dictionary<int, Guid> Seats { get; } = [];

    /// <summary>Plans begin a day after one another, in a time to come.</summary>
    public DateTimeOffset StartOf(int plan) => new DateTimeOffset(TimeProvider.System.GetUtcNow().Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(plan);

    public static async Task<MusteredProvince> Fill(Desk desk, Stores stores, Actor actor, int province, int people)
    {
        var sample = new MusteredProvince();
        await desk.Do(new LoadAreas([province.ToString(System.Globalization.CultureInfo.InvariantCulture)]), WriteId.New(), actor);
        await using var store = await stores.Open();
        var top = await store.Sql.First("select id from area where level = @l order by path limit 1", row => row.Guid(0), default, ("@l", (int)AreaLevel.Province));
        sample.Communities = await store.Sql.List("select id from area where level = @l order by path", row => row.Guid(0), default, ("@l", (int)AreaLevel.Community));
        sample.Emergency = await desk.Do(new OpenEmergency("测量", EmergencyKind.Urgent, "测字〔2020〕1号", top, AreaLevel.Community), WriteId.New(), actor);
        var each = people / sample.Communities.Count;
        await desk.Do(new SetDemandRule(sample.Emergency, AreaLevel.Community, Math.Max(1, each / 2), 0, each + 1, 0, (2 * each) + 4, 0), WriteId.New(), actor);
        await sample.FillPeople(stores, people);
        await desk.Do(new GrowFormation(sample.Emergency, FormationTemplate.ThreeTier, new FormationOptions(FirstSecretaries: true)), WriteId.New(), actor);
        var index = sample.Communities.Index().ToDictionary(c => c.Item, c => c.Index);
        foreach (var (seat, area) in await store.Sql.List("select id, area_id from seat where kind = 'FirstSecretary' and ends_at is null", row => (row.Guid(0), row.Guid(1)), default))
            sample.Seats[index[area]] = seat;
        if (store.Engine == Engine.Postgres) await store.Sql.Run("analyze", default);
        return sample;
    }

    private async Task FillPeople(Stores stores, int people)
    {
        await using var store = await stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % 10));
        var agencies = Enumerable.Range(0, (people / PeoplePerAgency) + 1).Select(i => new Agency
        {
            Id = Guid.CreateVersion7(), Name = $"测量第{i}局", ShortName = $"{i}局", Level = AgencyLevel.County, Headcount = PeoplePerAgency, QuotaPercent = 0, Source = "bench", Version = 1,
        }).ToList();
        await store.Insert(agencies, default);
        for (var i = 0; i < people; i++) _people.Add(Guid.CreateVersion7());
        await store.Insert(_people.Select((id, i) => new Person
        {
            Id = id, Name = $"测{i}", NameTail = $"{i}", Pinyin = $"ce{i}", Initials = $"c{i}", AgencyId = agencies[i / PeoplePerAgency].Id, Origin = Origin.County, Grade = i < Communities.Count ? Grades.DivisionDeputy : 50 + (i % 7 * 10),
            PartyMember = i < Communities.Count, HomeAreaId = Communities[i % Communities.Count], Source = "bench", CreatedAt = now, ChangedAt = now, Version = 1,
        }), default);
        await store.Insert(_people.Select((id, i) => new Mustered { EmergencyId = Emergency, PersonId = id, AgencyId = agencies[i / PeoplePerAgency].Id, Origin = Origin.County, Source = "bench", At = now }), default);
        await transaction.CommitAsync();
    }

    /// <summary>A draft in which one of every so many moved on to the next community; 0: nobody did.</summary>
    public async Task<Guid> Plan(Desk desk, Stores stores, Actor actor, int movedEvery)
    {
        var plan = await desk.Do(new MakePlan(Emergency, $"第{movedEvery}版", StartOf(movedEvery == 0 ? 0 : 1)), WriteId.New(), actor);
        await using var store = await stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        await store.Insert(_people.Select((id, i) =>
        {
            var seated = i < Communities.Count && Seats.ContainsKey(i);
            var moved = movedEvery > 0 && i % movedEvery == movedEvery - 1;
            return new PlanPlacement
            {
                PlanId = plan, PersonId = id, Id = Guid.CreateVersion7(), AreaId = Communities[(i + (moved ? 1 : 0)) % Communities.Count],
                SeatId = seated && !moved ? Seats[i] : null, Role = seated && !moved ? nameof(SeatKind.FirstSecretary) : KeepSolution.Member, Reason = "near",
            };
        }), default);
        await store.Sql.Run("update plan set solved_at = made_at, version = 1 where id = @p", default, ("@p", plan));
        await Muster.Placements.Counts.PlanCounts.All(store.Sql, (await store.FindAsync<Plan>([plan]))!, default);
        await store.SaveChangesAsync();
        await transaction.CommitAsync();
        if (store.Engine == Engine.Postgres) await store.Sql.Run("analyze plan_placement", default);
        return plan;
    }
}
