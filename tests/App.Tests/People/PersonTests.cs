using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Agencies;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Importing;
using Muster.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Muster.App.Tests.People;

public sealed class PersonTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_is_found_by_characters_given_name_pinyin_and_initials(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var agency = await test.Agency();
        await test.Person("张三", agency);
        await test.Person("李张三", agency);
        await test.Person("赵四", agency);
        await test.Person("阿卜杜·热合曼", agency);
        await test.Person("𠮷田", agency);
        var people = test.Get<PeopleQueries>();

        Assert.Equal(["张三", "李张三"], (await people.List(new PeopleFilter { Find = "张三" })).People.Select(p => p.Name));
        Assert.Equal(["张三"], (await people.List(new PeopleFilter { Find = "三" })).People.Select(p => p.Name));
        Assert.Equal(["张三"], (await people.List(new PeopleFilter { Find = "zhangsan" })).People.Select(p => p.Name));
        Assert.Equal(["张三"], (await people.List(new PeopleFilter { Find = "ZS", Agency = agency })).People.Select(p => p.Name).Where(n => n == "张三"));
        Assert.Equal(["阿卜杜·热合曼"], (await people.List(new PeopleFilter { Find = "阿卜杜•热" })).People.Select(p => p.Name));
        Assert.Equal(["𠮷田"], (await people.List(new PeopleFilter { Find = "𠮷" })).People.Select(p => p.Name));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Pages_walked_by_key_show_everybody_once_in_order(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        for (var i = 0; i < 23; i++) await test.Person("张" + "伟芳娜敏静"[i % 5], null);
        var people = test.Get<PeopleQueries>();
        foreach (var filter in new[] { new PeopleFilter(), new PeopleFilter { Find = "张" }, new PeopleFilter { Find = "zh" }, new PeopleFilter { Origin = Origin.County } })
        {
            var seen = new List<Guid>();
            string? after = null;
            do
            {
                var page = await people.List(filter, after, 5);
                seen.AddRange(page.People.Select(p => p.Id));
                after = page.Next;
            }
            while (after is not null);
            Assert.Equal(23, seen.Count);
            Assert.Equal(23, seen.Distinct().Count());
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_filter_finds_whom_it_names(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var agency = await test.Agency();
        var id = await test.Do(new AddPerson(new PersonFields
        {
            Name = "王芳", AgencyId = agency, Origin = Origin.City, GradeName = "副处级", PoliticalStatus = "01", Team = "先锋一队", Sex = Sex.Female, BirthYear = 1980,
        }, Folk.IdNumber(7), "13800138000", [new SkillFields("护士", "证书")], [new LimitFields(LimitKind.NoNights)]));
        await test.Person("李明");
        var people = test.Get<PeopleQueries>();
        foreach (var filter in new PeopleFilter[]
                 {
                     new() { Agency = agency }, new() { Origin = Origin.City }, new() { GradeMin = Grades.DivisionDeputy }, new() { Member = true },
                     new() { Skill = "护士" }, new() { Limit = LimitKind.NoNights }, new() { Team = "先锋一队" },
                     new() { Find = "wf", Member = true, Skill = "护士", GradeMin = Grades.DivisionDeputy, Agency = agency },
                 })
        {
            var row = Assert.Single((await people.List(filter)).People);
            Assert.Equal(id, row.Id);
            Assert.Equal(1, await people.Count(filter));
        }
        Assert.Empty((await people.List(new PeopleFilter { GradeMin = Muster.People.Import.Reading.GradeScale.Bureau })).People);
        Assert.Equal(id, Assert.Single(await people.ByNumber("138 0013 8000")).Id);
        Assert.Equal(id, Assert.Single(await people.ByNumber(Folk.IdNumber(7))).Id);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Numbers_are_masked_and_stand_in_no_audit_entry(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var number = Folk.IdNumber(1);
        var id = await test.Person("张三", null, number, "13812345678");
        var seen = await test.See(id);
        Assert.Equal($"12**************{number[^2..]}", seen.IdNumber);
        Assert.Equal("138******78", seen.Phone);
        await test.Do(new ChangeIdentity(id, seen.Version, Folk.IdNumber(2), "13900000000"));
        await using var store = await test.Stores.Open();
        foreach (var entry in await store.Set<AuditEntry>().ToListAsync())
            Assert.DoesNotContain("1201011980", entry.Details + entry.Outcome, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_same_ID_number_under_another_name_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Person("张三", null, Folk.IdNumber(1));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Person("李四", null, Folk.IdNumber(1)));
        Assert.Equal("id-taken", refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_stale_save_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Person("张三");
        await test.Do(new ChangePerson(id, 1, new PersonFields { Name = "张三丰" }));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangePerson(id, 1, new PersonFields { Name = "张三" })));
        Assert.Equal("stale", refused.Rules.Single().Code);
        Assert.Equal("张三丰", (await test.See(id)).Fields.Name);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Changing_the_agency_closes_one_membership_and_opens_the_next(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (first, second) = (await test.Agency("甲局"), await test.Agency("乙局"));
        var id = await test.Person("张三", first);
        test.Clock.Advance(TimeSpan.FromDays(1));
        await test.Do(new ChangePerson(id, 1, (await test.See(id)).Fields with { AgencyId = second }));
        var seen = await test.See(id);
        Assert.Equal([second, first], seen.Memberships.Select(m => m.AgencyId));
        Assert.Equal(seen.Memberships[0].StartsAt, seen.Memberships[1].EndsAt);

        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new CloseAgency(second, 1)));
        Assert.Equal("agency-has-people", refused.Rules.Single().Code);
        await test.Do(new CloseAgency(first, 1));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_ended_person_leaves_the_list_and_may_come_back(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var agency = await test.Agency();
        var id = await test.Person("张三", agency);
        test.Clock.Advance(TimeSpan.FromHours(1));
        var version = await test.Do(new EndPerson(id, 1, "退休"));
        Assert.Empty((await test.Get<PeopleQueries>().List(new PeopleFilter())).People);
        Assert.Single((await test.Get<PeopleQueries>().List(new PeopleFilter { Ended = true })).People);
        Assert.NotNull((await test.See(id)).Memberships.Single().EndsAt);
        await test.Do(new ResumePerson(id, version));
        Assert.Single((await test.Get<PeopleQueries>().List(new PeopleFilter())).People);
        Assert.Equal(2, (await test.See(id)).Memberships.Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_bulk_edit_does_what_its_preview_showed_and_nothing_when_outdated(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (first, second) = (await test.Agency("甲局"), await test.Agency("乙局"));
        for (var i = 0; i < 5; i++) await test.Person("张" + i, first);
        await test.Person("李四", second);
        test.Clock.Advance(TimeSpan.FromHours(1));
        var filter = new PeopleFilter { Origin = Origin.County };
        var change = new PeopleChange { AgencyId = second, Team = "先锋队", GiveSkill = "司机", AddLimit = LimitKind.Care };
        var preview = await test.Get<ChangePreviewQuery>().Of(null, filter, change);
        Assert.Equal((6, 6), (preview.People, preview.Changes));

        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangePeople(null, filter, change, 5)));
        Assert.Equal("preview-outdated", refused.Rules.Single().Code);
        Assert.Equal(6, await test.Do(new ChangePeople(null, filter, change, 6)));
        Assert.Equal(6, (await test.Get<PeopleQueries>().List(new PeopleFilter { Agency = second, Team = "先锋队", Skill = "司机", Limit = LimitKind.Care })).People.Count);
        Assert.Equal(6, await test.Count("select count(*) from agency_membership where ends_at is null"));
        Assert.Equal(5, await test.Count("select count(*) from agency_membership where ends_at is not null"));
        Assert.Equal(0, (await test.Get<ChangePreviewQuery>().Of(null, filter, change)).Changes);

        Assert.Equal(6, await test.Do(new ChangePeople(null, filter, new PeopleChange { EndReason = "任务结束" }, 6)));
        Assert.Equal(0, await test.Count("select count(*) from agency_membership where ends_at is null"));
        Assert.Equal(0, await test.Get<PeopleQueries>().Count(filter));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_optimiser_gets_each_person_once_with_what_is_in_force(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var agency = await test.Agency();
        var now = test.Clock.Now;
        var a = await test.Do(new AddPerson(new PersonFields { Name = "张三", AgencyId = agency, GradeName = "正科级", PoliticalStatus = "02" }, null, null,
            [new SkillFields("护士", "证书"), new SkillFields("司机", "证书", now.AddDays(-1))], [new LimitFields(LimitKind.NoNights), new LimitFields(LimitKind.Care, Until: now.AddDays(-1))]));
        var b = await test.Person("李四");
        await test.Do(new AddHistory(b, HistoryKinds.Served, "2020 年 1 月在三林"));
        await test.Do(new AddLimit(b, new LimitFields(LimitKind.AvoidPerson, OtherPersonId: a)));
        var people = new List<Muster.People.Contract.PersonForPlacing>();
        await foreach (var person in test.Get<Muster.People.Contract.PeopleForPlacing>().Stream(null, now)) people.Add(person);

        Assert.Equal([a, b], people.Select(p => p.Id));
        Assert.Equal((Muster.People.Import.Reading.GradeScale.Section, true, true), (people[0].Grade, people[0].Member, people[0].FirstTimer));
        Assert.Equal(["护士"], people[0].Skills);
        Assert.Equal([LimitKind.NoNights], people[0].Limits);
        Assert.Equal((false, a), (people[1].FirstTimer, people[1].AvoidPeople.Single()));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Skills_and_limits_come_and_go(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Person("张三");
        Assert.True(await test.Do(new GiveSkill(id, "护士", "证书")));
        Assert.False(await test.Do(new GiveSkill(id, "护士", "证书", test.Clock.Now.AddYears(1))));
        Assert.NotNull((await test.See(id)).Skills.Single().ExpiresAt);
        await test.Do(new TakeSkill(id, "护士"));
        var limit = await test.Do(new AddLimit(id, new LimitFields(LimitKind.Health)));
        await test.Do(new RemoveLimit(limit));
        var seen = await test.See(id);
        Assert.Empty(seen.Skills);
        Assert.Empty(seen.Limits);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_upload_is_there_until_it_is_dropped_or_a_day_old(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var uploads = test.Get<Uploads>();
        var first = await uploads.Take(new MemoryStream([1, 2, 3]), "../名单.xlsx", Permission.EditPeople, test.Actor, default);
        Assert.Equal("名单.xlsx", (await uploads.Find(first, default)).Name);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(uploads.PathOf(first)));
        await test.Do(new DropUpload(first, Permission.EditPeople));
        await Assert.ThrowsAsync<Refused>(() => uploads.Find(first, default));

        var second = await uploads.Take(new MemoryStream([1]), "a.csv", Permission.EditPeople, test.Actor, default);
        test.Clock.Advance(KeepUpload.Lifetime);
        await uploads.Take(new MemoryStream([2]), "b.csv", Permission.EditPeople, test.Actor, default);
        Assert.False(File.Exists(uploads.PathOf(second)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_agency_that_must_send_and_keep_more_than_it_has_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Agency();
        await test.Do(new ChangeAgency(id, 1, new AgencyFields { Name = "教育局", Headcount = 9, QuotaPercent = 70, MinimumStay = 2 }));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangeAgency(id, 2, new AgencyFields { Name = "教育局", Headcount = 9, QuotaPercent = 70, MinimumStay = 3 })));
        Assert.Equal("quota-and-stay-over-headcount", refused.Rules.Single().Code);
        Assert.Equal(7, (await test.Get<AgencyQueries>().Find(id))!.Quota);
        Assert.Equal("agency-name-taken", (await Assert.ThrowsAsync<Refused>(() => test.Agency("教育局"))).Rules.Single().Code);
    }
}
