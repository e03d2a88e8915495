using Muster.Bench.People;
using Muster.Emergencies;
using Muster.People;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Loading;
using Muster.Territory.Names;

namespace Muster.Bench.Search;

/// <summary>A real province's areas, agencies of its counties, and people with names as they are, who all serve in a community.</summary>
internal static class SearchedProvince
{
    private const int PeoplePerAgency = 90, Seed = 1;

    private static readonly string[] Bureaus = ["发展改革局", "教育局", "民政局", "司法局", "财政局", "人力社保局", "住房建设局", "交通运输局", "水务局", "农业农村局", "卫生健康局", "审计局", "第一医院", "第一中学"];

    public static async Task Fill(Desk desk, Stores stores, Actor actor, int province, int people)
    {
        await desk.Do(new LoadAreas([province.ToString("00", System.Globalization.CultureInfo.InvariantCulture)]), WriteId.New(), actor);
        await using var store = await stores.Open();
        Task<List<(Guid Id, string Name, string Path)>> Areas(AreaLevel level) =>
            store.Sql.List("select id, name, path from area where level = @l order by path", row => (row.Guid(0), row.Text(1), row.Text(2)), default, ("@l", (int)level));
        var (top, counties, communities) = ((await Areas(AreaLevel.Province))[0], await Areas(AreaLevel.County), await Areas(AreaLevel.Community));
        var emergency = await desk.Do(new OpenEmergency("秋季防汛", EmergencyKind.Urgent, "防汛〔2020〕1号", top.Id, AreaLevel.Community), WriteId.New(), actor);
        await desk.Do(new MakePlan(emergency, "第一版", TimeProvider.System.GetUtcNow().AddDays(1)), WriteId.New(), actor);
        await using var transaction = await store.Database.BeginTransactionAsync();
        var now = TimeProvider.System.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % 10));
        var agencies = Enumerable.Range(0, (people / PeoplePerAgency) + 1).Select(i =>
        {
            var county = counties[(int)((long)i * PeoplePerAgency * counties.Count / (people + PeoplePerAgency))];
            var name = county.Name + Bureaus[i % Bureaus.Length] + (i / Bureaus.Length % 9 == 0 ? "" : $"第{i}所");
            var letters = Pinyin.Of(name, NameKind.Place);
            return new Agency { Id = Guid.CreateVersion7(), Name = $"{name}{i}", ShortName = name, Pinyin = letters.Full, Initials = letters.Initials, Level = AgencyLevel.County, AreaId = county.Id, Source = "bench", Version = 1 };
        }).ToList();
        await store.Insert(agencies, default);
        var random = new Random(Seed);
        var ids = Enumerable.Range(0, people).Select(_ => Guid.CreateVersion7()).ToList();
        await store.Insert(ids.Select((id, i) =>
        {
            var name = PeopleSheet.Name(random);
            var letters = Pinyin.Of(name, NameKind.Person);
            return new Person
            {
                Id = id, Name = name, NameTail = name[1..], Pinyin = letters.Full, Initials = letters.Initials, AgencyId = agencies[i / PeoplePerAgency].Id, Origin = Origin.County,
                HomeAreaId = communities[Home(i)].Id, JobTitle = "干部", Source = "bench", CreatedAt = now, ChangedAt = now, Version = 1,
            };
        }), default);
        await store.Insert(ids.Select((id, i) => new Muster.Placements.Placement { Id = Guid.CreateVersion7(), EmergencyId = emergency, PersonId = id, AreaId = communities[Home(i)].Id, Role = KeepSolution.Member, Reason = "near", StartsAt = now, MadeAt = now }), default);
        await transaction.CommitAsync();
        if (store.Engine == Engine.Postgres) await store.Sql.Run("analyze", default);

        // Communities and agencies both run in the order of the tree: people serve near where they work.
        int Home(int i) => (int)((long)i * communities.Count / people);
    }
}
