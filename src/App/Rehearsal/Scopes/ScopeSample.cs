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
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Rehearsal.Scopes;

/// <summary>
/// A place of the sample with one record of each kind. All its names hold <paramref name="Mark"/>, which stands nowhere else: where a page shows the
/// mark, it shows this place.
/// </summary>
public sealed record ScopePlace(string Mark, Guid Area, Guid Community, Guid Post, Guid Agency, Guid Person, Guid Emergency, Guid Plan)
{
    public Guid Seat { get; init; }

    public Guid Formation { get; init; }

    public Guid Card { get; init; }

    public string Code { get; init; } = "";

    /// <summary>Of a roster under way (<see cref="RosterRecords"/>), by the segment before them in routes.</summary>
    public IReadOnlyDictionary<string, Guid> Records { get; init; } = new Dictionary<string, Guid>(StringComparer.Ordinal);
}

/// <summary>
/// Two invented provinces with everything that a scope must keep apart: a street with its sibling and the county above, and a street of another
/// province; in each an agency, people who serve there, posts, seats and owners, in each province an emergency with a published plan and cards.
/// </summary>
public sealed class ScopeSample(IServiceProvider services)
{
    public const string OwnMark = "东岭", SiblingMark = "西谷", ParentMark = "中原", OtherMark = "南渡";

    private static readonly Actor Maker = Actor.System("scope sample");
    private readonly Desk _desk = services.GetRequiredService<Desk>();

    public ScopePlace Own { get; private set; } = null!;

    public ScopePlace Sibling { get; private set; } = null!;

    public ScopePlace Parent { get; private set; } = null!;

    public ScopePlace Other { get; private set; } = null!;

    public async Task Make(CancellationToken stop)
    {
        var at = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var (province, county) = await County("第一", stop);
        var places = new List<(string, Guid)> { (OwnMark, county), (SiblingMark, county), (ParentMark, county) };
        (Own, Sibling, Parent) = await Province(province, places, at, stop) is [var own, var sibling, var parent] ? (own, sibling, parent with { Area = county }) : throw new InvalidOperationException("The sample has three places here.");
        var (far, farCounty) = await County("第二", stop);
        Other = (await Province(far, [(OtherMark, farCounty)], at, stop))[0];
    }

    private Task<T> Do<T>(Act<T> act) where T : notnull => _desk.Do(act, WriteId.New(), Maker);

    /// <summary>What stands above a place has no mark: it is named on the cards of the place.</summary>
    private async Task<(Guid Province, Guid County)> County(string number, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var province = await Do(new AddArea(null, AreaLevel.Province, number + "省"));
        var city = await Do(new AddArea(province, AreaLevel.City, number + "市"));
        return (province, await Do(new AddArea(city, AreaLevel.County, number + "区")));
    }

    private async Task<List<ScopePlace>> Province(Guid province, List<(string Mark, Guid County)> places, DateTimeOffset at, CancellationToken stop)
    {
        var emergency = await Do(new OpenEmergency("演练", EmergencyKind.Urgent, "演〔2026〕1号", province, AreaLevel.Community));
        var made = new List<ScopePlace>();
        var people = new Dictionary<Guid, List<Guid>>();
        foreach (var (mark, county) in places)
        {
            var code = $"99010100{made.Count + 1}{(places.Count > 1 ? 0 : 1)}00";
            var street = await Do(new AddArea(county, AreaLevel.Street, mark + "街道", code));
            var community = await Do(new AddArea(street, AreaLevel.Community, mark + "社区", Residents: 2000, LocalStaff: 4));
            var post = await Do(new AddPost(community, mark + "东门", "值守", 1, 1, 3));
            var agency = await Do(new AddAgency(new AgencyFields { Name = mark + "局", Level = AgencyLevel.County, AreaId = mark == ParentMark ? county : street }));
            people[community] = [];
            for (var i = 0; i < 4; i++)
                people[community].Add(await Do(new AddPerson(new PersonFields { Name = mark + "甲乙丙丁"[i], AgencyId = agency, Origin = i == 3 ? Origin.LocalStaff : Origin.County, HomeAreaId = community, PoliticalStatus = "01" })));
            made.Add(new ScopePlace(mark, street, community, post, agency, people[community][0], emergency, Guid.Empty) { Code = code });
        }
        await Do(new OverrideDemand(emergency, [.. made.SelectMany(p => new[] { new DemandChange(p.Community, 1, 2, 6), new DemandChange(p.Post, 1, 1, 3) })], "样例"));
        await Do(new SetDemandRule(emergency, AreaLevel.Community, 1, 0, 2, 0, 6, 0));
        await Do(new MusterPeople(emergency, new MusterFilter(PersonIds: [.. people.Values.SelectMany(p => p.Take(3))]), "样例"));
        await Do(new DeriveQuotas(emergency));
        await Do(new GrowFormation(emergency, FormationTemplate.ThreeTier));
        // Everybody serves at home, so that each place shows its own people only.
        foreach (var place in made) await Do(new PairAgency(emergency, place.Agency, [place.Area], Hard: true));
        var plan = await Solve(emergency, at, stop);
        return await Seats(made, people, plan, stop);
    }

    private async Task<Guid> Solve(Guid emergency, DateTimeOffset at, CancellationToken stop)
    {
        var plan = await Do(new MakePlan(emergency, "第一版", at.AddMinutes(1)));
        await services.GetRequiredService<SolvePlan>().Run(plan, new SolveOptions(), Maker, WriteId.New(), null, stop);
        return plan;
    }

    private async Task<List<ScopePlace>> Seats(List<ScopePlace> places, Dictionary<Guid, List<Guid>> people, Guid plan, CancellationToken stop)
    {
        var seated = new List<ScopePlace>();
        foreach (var place in places)
        {
            Guid seat, formation;
            await using (var store = await services.GetRequiredService<Stores>().Open(stop))
            {
                seat = await store.Sql.First("select id from seat where area_id = @a and commands and ends_at is null", row => row.Guid(0), stop, ("@a", place.Community));
                formation = await store.Sql.First("select id from formation where area_id = @a and emergency_id = @e and ends_at is null order by id limit 1", row => row.Guid(0), stop, ("@a", place.Community), ("@e", place.Emergency));
            }
            await Do(new TakeSeat(seat, people[place.Community][3], Holder.A, "样例"));
            await Do(new OwnArea(place.Area, people[place.Community][3], "样例"));
            seated.Add(place with { Plan = plan, Seat = seat, Formation = formation });
        }
        var version = (await services.GetRequiredService<PlanQueries>().Plan(plan, stop))!.Version;
        await Do(new ReviewPlan(plan, version));
        await Do(new PublishPlan(plan, version + 1, "样例"));
        await Do(new IssueCards(places[0].Emergency));
        await using var cards = await services.GetRequiredService<Stores>().Open(stop);
        for (var i = 0; i < seated.Count; i++)
            seated[i] = seated[i] with { Records = await new RosterRecords(services, Maker).Make(seated[i], people[seated[i].Community], stop), Card = await cards.Sql.First("select id from card where subject_id = @p and replaced_at is null", row => row.Guid(0), stop, ("@p", seated[i].Person)) };
        return seated;
    }
}
