using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Agencies;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People.Agencies;

public sealed class ImportAgenciesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_agency_is_entered_changed_or_refused_with_its_cell(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (district, _, _) = await new TestGround(test).District();
        await using var store = await test.Stores.Open();
        var bureau = await test.Agency("区审计局");
        var liaison = await test.Person("张三", bureau);
        const string table = """
            派出单位表,,,,,,
            单位名称,层级,上级单位,编制,留守,下沉比例,联络人
            区审计局,区级,,"１２０",10,70%,张三
            区档案馆,区级,区审计局,8,2,50,
            某街道办事处,街道,,9,3,80%,
            区统计局,高级,,10,1,70,
            区信访局,区级,没有的单位,10,1,70,
            区司法局,区级,,许多,1,70,
            区审计局,区级,,120,10,70,
            区税务局,区级,,10,1,70,李四
            ,区级,,10,1,70,
            """;
        var (rehearsal, tried) = await test.Import(table, (name, hash) => new ImportAgencies(name, hash, true));
        Assert.Equal((9, 1, 1, 0, 7, true), (tried.Rows, tried.Stored, tried.Updated, tried.Unchanged, tried.Refused, tried.DryRun));
        Assert.Equal(1, await test.Count("select count(*) from agency"));
        var done = await test.Ended(await test.Get<TableImports>().Carry(rehearsal, WriteId.New(), test.Actor));
        Assert.Equal((tried.Rows, tried.Stored, tried.Updated, tried.Refused), (done.Rows, done.Stored, done.Updated, done.Refused));
        Assert.Equal(["quota-and-stay-over-headcount F5", "level-unknown B6", "agency-unknown C7", "number-form D8", "row-twice A9", "liaison-unknown G10", "agency-name-missing A11"],
            done.Refusals.Select(r => $"{r.Code} {r.Cell}"));
        var audit = await store.Set<Agency>().SingleAsync(a => a.Id == bureau);
        Assert.Equal((AgencyLevel.County, 120, 10, 70, (Guid?)liaison), (audit.Level, audit.Headcount, audit.MinimumStay, audit.QuotaPercent, audit.LiaisonId));
        Assert.Equal(bureau, (await store.Set<Agency>().SingleAsync(a => a.Name == "区档案馆")).ParentId);
        Assert.Equal("upload-gone", (await Assert.ThrowsAsync<Refused>(() => test.Get<TableImports>().Carry(rehearsal, WriteId.New(), test.Actor))).Rules.Single().Code);
        Assert.NotEqual(default, district.Id);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_export_comes_back_unchanged_and_refused_rows_come_back_mended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (_, done) = await test.Import("单位名称,层级,编制,留守,下沉比例\n区审计局,区级,120,10,70\n区档案馆,区级,8,9,50\n", (name, hash) => new ImportAgencies(name, hash, false));
        Assert.Equal((1, 1), (done.Stored, done.Refused));
        using var export = new MemoryStream();
        await test.Get<PeopleExport>().WriteAgencies(export, new Muster.Platform.Files.Watermark("甲", test.Clock.Now, Guid.Empty), default);
        var (_, back) = await test.Import(export.ToArray(), "派出单位.xlsx", (name, hash) => new ImportAgencies(name, hash, false));
        Assert.Equal((1, 1), (back.Rows, back.Unchanged));

        using var refused = new MemoryStream();
        await test.Get<TableImports>().WriteRefused(done, refused, default);
        using (var book = Sheets.Open(new MemoryStream(refused.ToArray()), "退回.xlsx"))
            Assert.Equal(["区档案馆", "区级", "8", "9", "50"], book.Sheets[0].Rows().Last().Cells.Take(5).Select(c => c.Text));
        var (_, again) = await test.Import(refused.ToArray(), "退回.xlsx", (name, hash) => new ImportAgencies(name, hash, false));
        Assert.Equal("stay-over-headcount", again.Refusals.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_page_takes_a_file_and_a_table_of_something_else_is_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var wrong = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => test.Import("甲,乙\n1,2\n", (name, hash) => new ImportAgencies(name, hash, false)));
        Assert.Contains("单位名称", wrong.Message, StringComparison.Ordinal);
        await using var served = await Served.Of(test);
        Assert.Contains("下一步：看各列", await served.Client.GetStringAsync("/agencies/import"), StringComparison.Ordinal);
        var file = await test.Get<Uploads>().Take(new MemoryStream("单位名称\n区审计局\n"u8.ToArray()), "a.csv", Permission.EditPeople, test.Actor, default);
        Assert.Contains("先试一遍", await served.Client.GetStringAsync($"/agencies/import/{file}"), StringComparison.Ordinal);
        using var answer = await served.Client.PostAsync("/api/agencies/import?name=a.csv&dryRun=true", new StringContent("单位名称\n区审计局\n"));
        Assert.Contains("job", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
