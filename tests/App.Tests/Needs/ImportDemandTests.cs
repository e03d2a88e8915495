using Muster.App.Tests.Emergencies;
using Muster.App.Tests.People;
using Muster.App.Tests.Testing;
using Muster.Needs;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Needs;

public sealed class ImportDemandTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_row_of_a_demand_sheet_is_accounted_for(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (emergency, communities) = await Begin(test);
        var text = $"""
            需求表,,,,
            编号,属地,最低,目标,承接上限
            {communities[0].Id},,6,9,２０
            ,{communities[1].Name},5,9,20
            ,{communities[2].Name},六,9,20
            ,没有这里,1,2,3
            {communities[3].Id},,9,8,20
            {communities[0].Id},,7,9,20
            """;
        var (rehearsal, tried) = await test.Import(text, (name, hash) => new ImportDemand(emergency, name, hash, true));
        Assert.Equal((6, 0, 1, 1, 4, true), (tried.Rows, tried.Stored, tried.Updated, tried.Unchanged, tried.Refused, tried.DryRun));
        Assert.Contains("→", Assert.Single(tried.Notes).Zh, StringComparison.Ordinal);
        Assert.Equal(0, await test.Count("select count(*) from demand where source = 'Import'"));
        var done = await test.Ended(await test.Get<TableImports>().Carry(rehearsal, WriteId.New(), test.Actor));
        Assert.Equal(["number-form C5", "place-unknown B6", "target-below-minimum D7", "row-twice B8"], done.Refusals.Select(r => $"{r.Code} {r.Cell}"));
        Assert.Equal(tried.Notes, done.Notes);
        Assert.Equal(1, await test.Count("select count(*) from demand where source = 'Import' and minimum = 6 and target = 9 and absorption = 20"));
        var (_, again) = await test.Import(text, (name, hash) => new ImportDemand(emergency, name, hash, false));
        Assert.Equal((0, 2), (again.Updated, again.Unchanged));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_export_comes_back_unchanged_and_a_post_is_found_by_area_and_name(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (emergency, communities) = await Begin(test);
        await test.Do(new AddPost(communities[0].Id, "1号门", "卡口", 2, 3, 4));
        await test.Do(new ComputeDemand(emergency));
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var served = await Served.Of(test, language);
            var export = await served.Client.GetByteArrayAsync($"/emergencies/{emergency}/demand/export");
            var (_, back) = await test.Import(export, "需求.xlsx", (name, hash) => new ImportDemand(emergency, name, hash, false));
            Assert.Equal((back.Rows, 0), (back.Unchanged, back.Refused));
        }
        var (_, post) = await test.Import($"属地,岗位,最低,理由\n{communities[0].Name},1号门,5,夜里人多\n{communities[0].Name},2号门,5,\n", (name, hash) => new ImportDemand(emergency, name, hash, false));
        Assert.Equal((1, "place-unknown B3"), (post.Updated, post.Refusals.Select(r => $"{r.Code} {r.Cell}").Single()));
        Assert.Equal(1, await test.Count("select count(*) from demand where place_kind = 'Post' and minimum = 5 and target = 5 and absorption = 5 and reason = '夜里人多'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_a_person_said_of_the_columns_is_remembered_and_a_column_nobody_knows_can_be_chosen(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (emergency, communities) = await Begin(test);
        var table = $"地盘,要几个人\n{communities[0].Name},8\n";
        await using var served = await Served.Of(test);
        var page = $"/emergencies/{emergency}/demand/import";
        var file = await test.Get<Uploads>().Take(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(table)), "需求.csv", Permission.RunEmergencies, test.Actor, default);
        Assert.Contains("还不知道哪一列是", await served.Client.GetStringAsync($"{page}/{file}"), StringComparison.Ordinal);
        var shown = new[] { ("shownTable", "demand"), ("shownHeader", "1"), ("table", "demand"), ("header", "1") };
        var refused = await served.Post($"{page}/{file}", $"{page}/{file}", [.. shown, ("c0", "area"), ("c1", "area"), ("go", "import")]);
        Assert.Contains("只留一列", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var missing = await served.Post($"{page}/{file}", $"{page}/{file}", [.. shown, ("c0", "area"), ("c1", ""), ("go", "try")]);
        Assert.Equal(422, (int)missing.StatusCode);
        using var answer = await served.Post($"{page}/{file}", $"{page}/{file}", [.. shown, ("c0", "area"), ("c1", "minimum"), ("go", "import")]);
        var job = Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
        using var end = await served.Client.GetAsync($"/jobs/{job}");
        for (var i = 0; i < 200 && await test.Count("select count(*) from demand where source = 'Import' and minimum = 8") == 0; i++) await Task.Delay(25);
        Assert.Equal(1, await test.Count("select count(*) from demand where source = 'Import' and minimum = 8"));

        var (_, next) = await test.Import($"地盘,要几个人\n{communities[1].Name},7\n", (name, hash) => new ImportDemand(emergency, name, hash, false));
        Assert.Equal((1, 0), (next.Updated, next.Refused));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Refused_rows_of_a_table_are_erased_with_those_of_people_and_so_are_files_nobody_imported(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (emergency, _) = await Begin(test);
        var (rehearsal, _) = await test.Import("属地,最低\n没有这里,7\n", (name, hash) => new ImportDemand(emergency, name, hash, true));
        var waits = (await test.Ended(rehearsal)).Rehearsed!.Value;
        test.Clock.Advance(KeepUpload.Lifetime);
        await EraseRefusedRows.WhenDue(test.Services, default);
        Assert.False(test.Get<Uploads>().Waits(waits));
        // What was refused lies nowhere as it came, neither in jobs nor on the trail, and comes back from under its key.
        var (done, kept) = await test.Import("属地,最低,备注\n没有这里,7,张三丰\n没有那里 13812345678,13812345678x,\n", (name, hash) => new ImportDemand(emergency, name, hash, false));
        Assert.Contains("138*******8x", kept.Refusals[1].Message, StringComparison.Ordinal);
        foreach (var plain in new[] { "张三丰", "13812345678" })
            Assert.Equal(0, await test.Count($"select count(*) from (select result as text from job_run union all select outcome from audit_entry union all select details from audit_entry) t where text like '%{plain}%'"));
        foreach (var (job, rows) in new[] { (rehearsal, 1), (done, 2) })
        {
            using var refused = new MemoryStream();
            await test.Get<TableImports>().WriteRefused(await test.Ended(job), refused, default);
            using var book = Sheets.Open(new MemoryStream(refused.ToArray()), "退回.xlsx");
            Assert.Equal(rows, book.Sheets[0].Rows().Count(row => row.Cells[0].Text.StartsWith("没有", StringComparison.Ordinal)));
        }
        test.Clock.Advance(EraseRefusedRows.KeptFor);
        await EraseRefusedRows.WhenDue(test.Services, default);
        await EraseRefusedRows.WhenDue(test.Services, default);
        var erased = await test.Ended(rehearsal);
        Assert.Equal(("A2", null), (erased.Refusals.Single().Cell, erased.Sealed));
        Assert.Equal("refused-rows-erased", (await Assert.ThrowsAsync<Refused>(() => test.Get<TableImports>().WriteRefused(erased, Stream.Null, default))).Rules.Single().Code);
        Assert.Equal(0, await test.Count("select count(*) from data_key where secret is not null"));
        Assert.Equal((2, 1), (await test.Count("select count(*) from audit_entry where act = 'EraseRefusedRows'"), await test.Count("select count(*) from audit_entry where act = 'KeepRefusedRows'")));
    }

    private static async Task<(Guid Emergency, IReadOnlyList<Area> Communities)> Begin(TestInstallation test)
    {
        var ground = new TestGround(test);
        var (district, _, communities) = await ground.District();
        var emergency = await ground.Emergency(district);
        await test.Do(new SetDemandRule(emergency, AreaLevel.Community, 2, 1.2, 4, 2, 0, 2.5));
        return (emergency, communities);
    }
}
