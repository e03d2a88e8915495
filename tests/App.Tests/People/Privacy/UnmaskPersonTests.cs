using System.Net;
using System.Net.Http.Json;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Unmasking;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People.Privacy;

public sealed class UnmaskPersonTests
{
    private const string Number = "11010519491231002X", Phone = "13800001234", Home = "和平区南营门街道竹园里3号楼2门501";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_14_2_6_Numbers_are_masked_until_somebody_gives_a_reason_which_is_kept_and_the_numbers_are_not(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var id = await test.Do(new AddPerson(new PersonFields { Name = "甲", HomeText = Home }, Number, Phone));
        var query = test.Get<PersonQuery>();
        var masked = (await query.Find(id))!;
        Assert.Equal(("11**************2X", "138******34", "和平区南营门"), (masked.IdNumber, masked.Phone, masked.Fields.HomeText![..6]));
        Assert.DoesNotContain("501", masked.Fields.HomeText, StringComparison.Ordinal);
        Assert.Equal("masked-value", (await Assert.ThrowsAsync<Refused>(() => test.Do(new ChangePerson(id, masked.Version, masked.Fields)))).Rules.Single().Code);

        var permit = await test.Do(new UnmaskPerson(id, "电话通知到岗"));
        Assert.Equal(new PersonInFull(id, Number, Phone, Home), await query.InFull(permit, test.Actor, test.Clock.Now, default));
        Assert.Null(await query.InFull(permit, test.Actor with { Name = "other" }, test.Clock.Now, default));
        Assert.Null(await query.InFull(permit, test.Actor, test.Clock.Now.AddMinutes(2), default));
        Assert.Null(await query.InFull(Guid.CreateVersion7(), test.Actor, test.Clock.Now, default));

        await using var store = await test.Stores.Open();
        var (details, outcome) = await store.Sql.First("select details, outcome from audit_entry where act = 'UnmaskPerson' and subject_id = @p", row => (row.Text(0), row.Text(1)), default, ("@p", id));
        Assert.Contains("电话通知到岗", details, StringComparison.Ordinal);
        foreach (var value in new[] { Number, Phone, Home }) Assert.DoesNotContain(value, details + outcome, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_account_sees_thirty_people_a_day_and_no_more_until_midnight(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        test.Clock.Now = new DateTimeOffset(2020, 2, 17, 15, 59, 0, TimeSpan.Zero);
        var id = await test.Do(new AddPerson(new PersonFields { Name = "甲" }, null, Phone));
        for (var i = 0; i < UnmaskRules.DayMax; i++) await test.Do(new UnmaskPerson(id, "核对身份"));
        Assert.Equal("unmask-enough", (await Assert.ThrowsAsync<Refused>(() => test.Do(new UnmaskPerson(id, "核对身份")))).Rules.Single().Code);
        await test.Desk.Do(new UnmaskPerson(id, "核对身份"), WriteId.New(), test.Actor with { Name = "other" });
        test.Clock.Advance(TimeSpan.FromMinutes(1));
        await test.Do(new UnmaskPerson(id, "核对身份"));
        Assert.Equal(1, await test.Count("select count(*) from audit_entry where act = 'UnmaskPerson' and result = 'Refused'"));
    }

    [Fact]
    public void A_reason_is_a_sentence_without_numbers()
    {
        Assert.Empty(UnmaskRules.Check("第3批12人到岗通知", 0));
        Assert.Equal(["reason-length"], UnmaskRules.Check(" ", 0).Select(b => b.Code));
        Assert.Equal(["reason-number"], UnmaskRules.Check("打 138-0000-1234 没人接", 0).Select(b => b.Code));
        Assert.Equal(["reason-number", "unmask-enough"], UnmaskRules.Check("核对１１０１０５", UnmaskRules.DayMax).Select(b => b.Code));
    }

    [Fact]
    public async Task The_page_and_the_interface_show_them_once_and_a_reader_is_refused()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var id = await test.Do(new AddPerson(new PersonFields { Name = "甲", HomeText = Home }, Number, Phone));
        await test.Account("organiser", Role.Organiser);
        await test.Account("reader", Role.Reader);
        await using var served = await Served.Of(test, network: true);
        using (var visitor = await served.SignedIn("organiser"))
        {
            Assert.DoesNotContain(Phone, await visitor.GetStringAsync($"/people/{id}"), StringComparison.Ordinal);
            using var shown = await Served.Post(visitor, $"/people/{id}", $"/people/{id}/unmask", ("Reason", "电话通知到岗"));
            var html = await shown.Content.ReadAsStringAsync();
            foreach (var value in new[] { Number, Phone, Home }) Assert.Contains(value, html, StringComparison.Ordinal);
            Assert.True(shown.Headers.CacheControl!.NoStore);
            foreach (var page in new[] { $"/people/{id}", "/people", $"/api/people/{id}", "/api/people" })
            {
                var again = await visitor.GetStringAsync(page);
                foreach (var value in new[] { Number, Phone, Home }) Assert.DoesNotContain(value, again, StringComparison.Ordinal);
            }
            // Who corrects the record sees the home it is about; numbers are replaced, never shown there.
            var form = await visitor.GetStringAsync($"/people/{id}/edit");
            Assert.Contains(Home, form, StringComparison.Ordinal);
            Assert.DoesNotContain(Phone, form, StringComparison.Ordinal);
            using var refused = await Served.Post(visitor, $"/people/{id}", $"/people/{id}/unmask", ("Reason", "13800001234"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
        using var reader = await served.SignedIn("reader");
        using var denied = await Served.Post(reader, $"/people/{id}", $"/people/{id}/unmask", ("Reason", "电话通知到岗"));
        Assert.DoesNotContain(Phone, await denied.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await test.Count("select count(*) from person_unmasking"));
        using var local = await served.Client.PostAsJsonAsync($"/api/people/{id}/unmask", new { reason = "电话通知到岗" });
        Assert.Contains(Phone, await local.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
