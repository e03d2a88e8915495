using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.People;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Emergencies;

/// <summary>Small invented ground for tests: areas, posts, agencies and people put straight into the store.</summary>
internal sealed class TestGround(TestInstallation test)
{
    private readonly Dictionary<Guid, Area> _areas = [];
    private int _roots;

    public async Task<Area> Area(string name, AreaLevel level, Area? parent = null, int? residents = null, int? staff = null)
    {
        var number = parent is null ? _roots++ : parent.ChildrenMade++;
        var area = new Area
        {
            Id = Guid.CreateVersion7(), ParentId = parent?.Id, Level = level, Name = name, ShortName = name, Path = AreaPath.Child(parent?.Path ?? "", number),
            ValidFrom = test.Clock.Now, Residents = residents, LocalStaff = staff, Version = 1,
        };
        _areas[area.Id] = area;
        await Save(area);
        return area;
    }

    /// <summary>A district with streets and communities of 2,500 residents and 8 staff each.</summary>
    public async Task<(Area District, List<Area> Streets, List<Area> Communities)> District(int streets = 2, int communitiesEach = 3)
    {
        var district = await Area("和平区", AreaLevel.County);
        List<Area> s = [], c = [];
        for (var i = 0; i < streets; i++)
        {
            s.Add(await Area($"第{i + 1}街道", AreaLevel.Street, district));
            for (var j = 0; j < communitiesEach; j++) c.Add(await Area($"第{i + 1}街道{j + 1}社区", AreaLevel.Community, s[i], 2500, 8));
        }
        return (district, s, c);
    }

    public async Task<Post> Post(Area area, string name, int minimum = 2, int target = 3)
    {
        var post = new Post { Id = Guid.CreateVersion7(), AreaId = area.Id, Name = name, Kind = "值守", Minimum = minimum, Target = target, ValidFrom = test.Clock.Now, Version = 1 };
        await Save(post);
        return post;
    }

    public async Task<Agency> Agency(string name, AgencyLevel level = AgencyLevel.County, int? headcount = null, int stay = 0, int percent = 0)
    {
        var agency = new Agency { Id = Guid.CreateVersion7(), Name = name, ShortName = name, Level = level, Headcount = headcount, MinimumStay = stay, QuotaPercent = percent, Version = 1 };
        await Save(agency);
        return agency;
    }

    public async Task<Person> Person(string name, Agency? agency = null, Origin origin = Origin.County, string? team = null, int? grade = null, bool member = false)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(), Name = name, AgencyId = agency?.Id, Origin = origin, Team = team, Grade = grade, PartyMember = member,
            CreatedAt = test.Clock.Now, ChangedAt = test.Clock.Now, Version = 1,
        };
        await Save(person);
        return person;
    }

    public Task<Guid> Emergency(Area area, AreaLevel covered = AreaLevel.Community, string name = "一夜集结") =>
        test.Do(new OpenEmergency(name, EmergencyKind.Urgent, "津和委〔2020〕" + name, area.Id, covered));

    public async Task Change(Func<Store, Task> change)
    {
        await using var store = await test.Stores.Open();
        await change(store);
        await store.SaveChangesAsync();
    }

    private Task Save(object record) => Change(store =>
    {
        store.Add(record);
        return Task.CompletedTask;
    });
}
