using System.IO.Compression;
using System.Net;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Exporting;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People.Privacy;

public sealed class AskExportTests
{
    private const string Number = "11010519491231002X", Phone = "13800001234";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_2_3_5_A_list_with_numbers_takes_two_people_and_ends_after_a_day(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new AddPerson(new PersonFields { Name = "甲" }, Number, Phone));
        var (asker, other) = (test.Actor with { Name = "asker" }, test.Actor with { Name = "other" });
        Task<T> By<T>(Actor actor, Act<T> act) where T : notnull => test.Desk.Do(act, WriteId.New(), actor);
        async Task<string> Refusal<T>(Actor actor, Act<T> act) where T : notnull => (await Assert.ThrowsAsync<Refused>(() => By(actor, act))).Rules[0].Code;

        Assert.Equal("export-nobody", await Refusal(asker, new AskExport(new PeopleFilter { Find = "乙" }, "防疫台账核对")));
        Assert.Equal("reason-number", await Refusal(asker, new AskExport(new PeopleFilter(), "找 13800001234")));
        var id = await By(asker, new AskExport(new PeopleFilter { Find = "甲" }, "防疫台账核对"));
        Assert.Equal("export-waits", await Refusal(asker, new TakeExport(id)));
        Assert.Equal("export-own", await Refusal(asker, new DecideExport(id, Approve: true)));
        await By(other, new DecideExport(id, Approve: true));
        Assert.Equal("export-decided", await Refusal(other, new DecideExport(id, Approve: false)));
        Assert.Equal("export-others", await Refusal(other, new TakeExport(id)));
        // A namesake with another account neither fetches it.
        Assert.Equal("export-others", await Refusal(asker with { Id = Guid.CreateVersion7() }, new TakeExport(id)));
        Assert.Equal(1, await By(asker, new TakeExport(id)));
        test.Clock.Advance(AskExport.Lifetime);
        Assert.Equal("export-lapsed", await Refusal(asker, new TakeExport(id)));

        var late = await By(asker, new AskExport(new PeopleFilter(), "防疫台账核对"));
        test.Clock.Advance(AskExport.Lifetime);
        Assert.Equal("export-lapsed", await Refusal(other, new DecideExport(late, Approve: true)));
        var declined = await By(asker, new AskExport(new PeopleFilter(), "防疫台账核对"));
        await By(other, new DecideExport(declined, Approve: false));
        Assert.Equal("export-declined", await Refusal(asker, new TakeExport(declined)));

        await using var store = await test.Stores.Open();
        var trail = await store.Sql.List("select details || outcome from audit_entry where act in ('AskExport', 'DecideExport', 'TakeExport')", row => row.Text(0), default);
        Assert.True(trail.Count >= 12, $"{trail.Count} entries");
        Assert.DoesNotContain("甲", string.Concat(trail), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nobody_approves_their_own_not_even_in_the_database(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new AddPerson(new PersonFields { Name = "甲" }, Number, Phone));
        await test.Do(new AskExport(new PeopleFilter(), "防疫台账核对"));
        await using var store = await test.Stores.Open();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Sql.Run(store.Sql.Pick("update people_export_asked set decided_by = asked_by, approved = 1", "update people_export_asked set decided_by = asked_by, approved = true"), default));
    }

    [Fact]
    public async Task One_organiser_alone_is_told_what_to_do_and_with_a_second_the_list_comes_with_the_name_in_it()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Do(new AddPerson(new PersonFields { Name = "甲" }, Number, Phone));
        await test.Account("first", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var first = await served.SignedIn("first");
        using var direct = await first.GetAsync("/api/people/export.xlsx?full=true");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, direct.StatusCode);
        Assert.Contains("export-two", await direct.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, Text(await first.GetByteArrayAsync("/people/export")), StringComparison.Ordinal);

        using var asked = await Served.Post(first, "/people/exports/new?q=甲", "/people/exports/new", ("Reason", "防疫台账核对"), ("query", "?q=甲"));
        var page = asked.Headers.Location!.OriginalString;
        Assert.Contains("--role Organiser", await first.GetStringAsync(page), StringComparison.Ordinal);
        await test.Account("second", Role.Organiser);
        Assert.Contains("second", await first.GetStringAsync(page), StringComparison.Ordinal);
        using (var second = await served.SignedIn("second"))
        {
            Assert.Contains("/decide", await second.GetStringAsync(page), StringComparison.Ordinal);
            using var decided = await Served.Post(second, page, page + "/decide", ("Approve", "true"));
            Assert.Equal(HttpStatusCode.SeeOther, decided.StatusCode);
            using var others = await Served.Post(second, "/people/exports", page + "/file");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, others.StatusCode);
        }
        using var file = await Served.Post(first, page, page + "/file");
        var text = Text(await file.Content.ReadAsByteArrayAsync());
        Assert.Contains(Number, text, StringComparison.Ordinal);
        Assert.Contains(Phone, text, StringComparison.Ordinal);
        // In the row and at the foot of the printed page.
        Assert.Equal(3, text.Split("first · 2020-02-17").Length);
        Assert.Contains("no-store", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    private static string Text(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }));
    }
}
