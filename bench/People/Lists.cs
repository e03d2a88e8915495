using Microsoft.Extensions.DependencyInjection;
using Muster.People;
using Muster.Platform.Storage;

namespace Muster.Bench.People;

/// <summary>The lists that an organiser asks for: each filter alone, with few and with many passing it, and the searches.</summary>
internal static class Lists
{
    public static async Task<List<(string Name, PeopleFilter Filter)>> All(ServiceProvider services)
    {
        await using var store = await services.GetRequiredService<Stores>().Open();
        var agency = await store.Sql.First("select agency_id from person order by id desc limit 1", row => row.Guid(0), default);
        async Task<Guid> Area(int level) => await store.Sql.First("select id from area where level = @level and valid_to is null order by path limit 1 offset 3", row => row.Guid(0), default, ("@level", level));
        var city = await Area(20);
        var county = await Area(30);
        var street = await Area(40);
        return
        [
            ("everyone", new PeopleFilter()),
            ("skill", new PeopleFilter { Skill = "医护" }),
            ("skill nobody has", new PeopleFilter { Skill = "飞行" }),
            ("limit", new PeopleFilter { Limit = LimitKind.NoNights }),
            ("home in a city", new PeopleFilter { Home = city }),
            ("home in a county", new PeopleFilter { Home = county }),
            ("home in a street", new PeopleFilter { Home = street }),
            ("home open", new PeopleFilter { HomeKnown = false }),
            ("home known", new PeopleFilter { HomeKnown = true }),
            ("grade division", new PeopleFilter { GradeMin = Grades.DivisionDeputy }),
            ("grade bureau", new PeopleFilter { GradeMin = 150 }),
            ("grade section", new PeopleFilter { GradeMin = 110 }),
            ("agency", new PeopleFilter { Agency = agency }),
            ("origin", new PeopleFilter { Origin = Origin.Street }),
            ("member", new PeopleFilter { Member = true }),
            ("name", new PeopleFilter { Find = "王伟" }),
            ("surname", new PeopleFilter { Find = "王" }),
            ("given name", new PeopleFilter { Find = "志远" }),
            ("pinyin", new PeopleFilter { Find = "wangwei" }),
            ("pinyin letter", new PeopleFilter { Find = "w" }),
            ("initials", new PeopleFilter { Find = "zs" }),
            ("name nobody has", new PeopleFilter { Find = "欧阳" }),
            ("skill and limit", new PeopleFilter { Skill = "医护", Limit = LimitKind.NoNights }),
            ("skill and county", new PeopleFilter { Skill = "医护", Home = county }),
            ("skill and city", new PeopleFilter { Skill = "医护", Home = city }),
            ("skill, division", new PeopleFilter { Skill = "医护", GradeMin = Grades.DivisionDeputy }),
            ("agency and skill", new PeopleFilter { Agency = agency, Skill = "医护" }),
            ("skill and pinyin", new PeopleFilter { Skill = "医护", Find = "wang" }),
            ("county and initials", new PeopleFilter { Home = county, Find = "zs" }),
            ("origin, member, city", new PeopleFilter { Origin = Origin.Street, Member = true, Home = city }),
        ];
    }
}
