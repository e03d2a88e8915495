using System.IO.Compression;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Files;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People.Privacy;

public sealed class TakenListTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_list_without_numbers_says_on_each_printed_page_who_took_it_and_stands_on_the_trail_without_a_name(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await test.Do(new AddPerson(new PersonFields { Name = "甲甲" }, null, "13800001234"));
        await using var served = await Served.Of(test);
        foreach (var path in (string[])["/people/export?q=甲甲", "/api/agencies/export.xlsx", "/posts/export"])
        {
            using var zip = new ZipArchive(new MemoryStream(await served.Client.GetByteArrayAsync(path)));
            using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
            Assert.Contains($"{Environment.UserName} · {test.Clock.Now.ToOffset(TimeSpan.FromHours(8)):yyyy-MM-dd HH:mm}", await sheet.ReadToEndAsync(), StringComparison.Ordinal);
        }
        await using var store = await test.Stores.Open();
        var details = await store.Sql.List("select details from audit_entry where act = @a order by link, place", row => row.Text(0), default, ("@a", TakenList.Act));
        Assert.Equal(3, details.Count);
        Assert.Contains("\"path\":\"/people/export\",\"rows\":1,\"filtered\":true", details[0], StringComparison.Ordinal);
        Assert.DoesNotContain(details, d => d.Contains("甲甲", StringComparison.Ordinal));
    }
}
