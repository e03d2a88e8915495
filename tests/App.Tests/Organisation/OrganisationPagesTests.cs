using System.Net;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.People;
using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Organisation;

public sealed class OrganisationPagesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_area_gets_an_owner_another_and_none_on_its_page(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (_, _, communities) = await ground.District();
        var (one, other) = (await ground.Person("张三"), await ground.Person("李四"));
        await using var served = await Served.Of(test);
        Assert.Contains("还没有包联人", await served.Client.GetStringAsync("/owners"), StringComparison.Ordinal);
        var area = communities[0].Id.ToString();
        foreach (var person in new[] { one, other })
        {
            test.Clock.Advance(TimeSpan.FromHours(1));
            using var given = await served.Post("/owners", "/owners", ("AreaId", area), ("PersonId", person.Id.ToString()), ("Reason", "分工"));
            Assert.Equal(HttpStatusCode.SeeOther, given.StatusCode);
        }
        using var refused = await served.Post("/owners", "/owners", ("AreaId", area), ("PersonId", one.Id.ToString()), ("Reason", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var now = await served.Client.GetStringAsync("/owners");
        Assert.Contains("李四", now, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", now, StringComparison.Ordinal);
        Assert.Contains("张三", await served.Client.GetStringAsync("/owners?ended=yes&q=" + Uri.EscapeDataString("张")), StringComparison.Ordinal);
        Assert.True((await served.Client.GetByteArrayAsync("/owners/export")).Length > 1000);
        test.Clock.Advance(TimeSpan.FromHours(1));
        using var ended = await served.Post($"/owners?area={area}", $"/owners/{area}/end", ("Reason", "调整"));
        Assert.Equal(HttpStatusCode.SeeOther, ended.StatusCode);
        Assert.Equal(0, await test.Count("select count(*) from area_owner where ends_at is null"));
        Assert.Equal(3, await test.Count("select count(*) from audit_entry where act in ('OwnArea', 'DisownArea') and result = 'Done'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_formation_is_moved_covers_other_areas_and_takes_and_loses_members_on_its_page(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var person = await ground.Person("张三");
        var emergency = await ground.Emergency(district);
        var top = await test.Do(new AddFormation(emergency, null, FormationKind.Committee, "指挥部", [district.Id]));
        var branch = await test.Do(new AddFormation(emergency, null, FormationKind.Branch, "第一支部", [communities[0].Id]));
        await using var served = await Served.Of(test);
        var page = $"/emergencies/{emergency}/formation/{branch}";
        Assert.Contains("指挥部", await served.Client.GetStringAsync($"/emergencies/{emergency}/formation/pick?words=" + Uri.EscapeDataString("指挥")), StringComparison.Ordinal);

        async Task Done(string form, params (string Name, string Value)[] fields)
        {
            using var answer = await served.Post(page, page + form, fields);
            Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, form + " " + await answer.Content.ReadAsStringAsync());
        }
        await Done("/move", ("Version", "1"), ("ParentId", top.ToString()));
        await Done("/cover", ("Version", "2"), ("Keep", communities[0].Id.ToString()), ("Add", communities[1].Id.ToString()));
        Assert.Equal(2, await test.Count("select count(*) from formation_area c join formation f on f.id = c.formation_id where f.name = '第一支部' and f.parent_id is not null"));
        await Done("/cover", ("Version", "3"), ("Keep", communities[1].Id.ToString()));
        Assert.Equal(1, await test.Count("select count(*) from formation_area c join formation f on f.id = c.formation_id where f.name = '第一支部'"));
        using var stale = await served.Post(page, page + "/cover", ("Version", "3"), ("Keep", communities[2].Id.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.StatusCode);
        foreach (var (form, fields, kept) in new (string, (string, string)[], string)[]
        {
            ("/join", [("Role", "后勤联络")], "后勤联络"), ("/move", [("Version", "4"), ("ParentId-text", "没选中的")], "没选中的"), ("/dissolve", [("Reason", new string('长', 201))], "长长长"),
        })
        {
            using var refused = await served.Post(page, page + form, fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var shown = await refused.Content.ReadAsStringAsync();
            Assert.True(shown.IndexOf("role=\"alert\"", StringComparison.Ordinal) > shown.IndexOf($"action=\"{page}{form}\"", StringComparison.Ordinal), form + ": what is wrong stands at the form that was sent");
            Assert.Contains($"value=\"{kept}", shown, StringComparison.Ordinal);
            Assert.Contains("value=\"第一支部\"", shown, StringComparison.Ordinal);
        }
        await Done("/join", ("PersonId", person.Id.ToString()), ("Role", "联络"));
        Assert.Contains("联络", await served.Client.GetStringAsync(page), StringComparison.Ordinal);
        test.Clock.Advance(TimeSpan.FromHours(1));
        await Done("/quit", ("PersonIds", person.Id.ToString()), ("Reason", "轮换"));
        Assert.Equal(0, await test.Count("select count(*) from formation_member where ends_at is null"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task C_becomes_A_on_the_page_of_a_seat(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var ground = new TestGround(test);
        var (district, _, _) = await ground.District();
        var emergency = await ground.Emergency(district);
        var formation = await test.Do(new AddFormation(emergency, null, FormationKind.WorkGroup, "综合组"));
        var seat = await test.Do(new AddSeat(SeatKind.WorkGroupLeader, "综合组组长", emergency, formation, null));
        foreach (var (name, place) in new[] { ("甲一", Holder.A), ("乙二", Holder.B), ("丙三", Holder.C) })
            await test.Do(new TakeSeat(seat, (await ground.Person(name)).Id, place, "任命"));
        test.Clock.Advance(TimeSpan.FromHours(1));
        await using var served = await Served.Of(test);
        var page = $"/emergencies/{emergency}/seats/{seat}";
        using var answer = await served.Post(page, page + "/swap", ("Other", "C"), ("Reason", "补角"));
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        await using var store = await test.Stores.Open();
        var holders = (await SeatQueries.Find(store.Sql, seat, default))!.Holders;
        Assert.Equal(("丙三", "甲一", "乙二"), (holders.Single(h => h.Place == Holder.A).Name, holders.Single(h => h.Place == Holder.C).Name, holders.Single(h => h.Place == Holder.B).Name));
    }
}
