using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Architecture;
using Muster.App.Tests.People;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Importing;

namespace Muster.App.Tests.Territory;

public sealed class ImportTerritoryTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_sample_comes_in_whole_and_a_second_time_changes_nothing(Engine engine)
    {
        foreach (var (sample, communities, compounds, posts) in new[] { ("heping", 64, 0, 430), ("sanlin", 60, 0, 300), ("yintan", 10, 35, 0), ("yongtai", 7, 15, 53) })
        {
            await using var test = await TestInstallation.Make(engine);
            var root = await File(sample, "areas.csv");
            var areas = await Import(test, root);
            Assert.Equal((0, areas.Rows), (areas.Refused, areas.Stored + areas.Updated + areas.Unchanged));
            if (posts > 0) Assert.Equal((posts, 0), Summary(await Import(test, await File(sample, "posts.csv"))));
            var again = await Import(test, root);
            Assert.Equal((areas.Rows, 0), (again.Unchanged, again.Refused));
            if (posts > 0) Assert.Equal(posts, (await Import(test, await File(sample, "posts.csv"))).Unchanged);
            await using var store = await test.Stores.Open();
            var top = await store.Set<Area>().SingleAsync(a => a.Name == (sample == "heping" ? "和平区" : sample == "yintan" ? "银滩路街道" : sample == "sanlin" ? "三林镇" : "永泰社区"));
            var below = await AreaQueries.CountBelow(store.Sql, top.Path, default);
            if (sample != "sanlin") Assert.Equal((communities, compounds), (below[AreaLevel.Community], below.GetValueOrDefault(AreaLevel.Compound)));
            Loading.LoadAreasTests.AssertTree(await store.Set<Area>().ToListAsync());
        }

        static (int, int) Summary(TableReport r) => (r.Stored, r.Refused);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Thirty_five_compounds_become_thirty_nine_units(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, await File("yintan", "areas.csv"));
        test.Clock.Advance(TimeSpan.FromHours(1));
        var recut = await Import(test, await File("yintan", "recut.csv"));
        Assert.Empty(recut.Refusals);
        var posts = await Import(test, await File("yintan", "posts.csv"));
        var again = await Import(test, await File("yintan", "recut.csv"));

        Assert.Equal((nameof(TerritoryTable.Recut), recut.Rows, 0), (recut.Table, recut.Stored, recut.Refused));
        Assert.Equal((117, 0), (posts.Stored, posts.Refused));
        Assert.Equal((recut.Rows, 0), (again.Unchanged, again.Refused));
        await using var store = await test.Stores.Open();
        var units = await store.Set<Area>().Where(a => a.Level == AreaLevel.Compound && a.ValidTo == null).ToListAsync();
        Assert.Equal((39, 189), (units.Count, units.Sum(u => u.LocalStaff)));
        var old = await store.Set<Area>().SingleAsync(a => a.Code == "yintan-05");
        Assert.Equal(3, (await Successions.Of(store.Sql, old.Id, null, default)).Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_bad_row_is_refused_with_its_cell_and_the_others_are_taken(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var areas = await Import(test, """
            和平区属地表,,,,
            代码,上级,级别,名称,居民数
            120101001001,120101001000,社区,花园路社区居委会,6368
            hp-1,花园路社区,小区,花园里,"１，２００"
            hp-2,没有这个地方,小区,无名里,10
            hp-3,120101001001,村村,错级里,10
            hp-4,120101001001,街道,倒置街,10
            hp-5,120101001001,小区,花园里,10
            hp-6,120101001001,小区,,10
            hp-7,120101001001,小区,多人里,许多
            """);
        Assert.Equal((8, 2, 6), (areas.Rows, areas.Stored, areas.Refused));
        Assert.Equal(["area-unknown B5", "level-unknown C6", "level-order C7", "area-name-taken D8", "name-missing D9", "number-form E10"],
            areas.Refusals.Select(r => $"{r.Code} {r.Cell}"));
        await using (var store = await test.Stores.Open())
            Assert.Equal(1200, (await store.Set<Area>().SingleAsync(a => a.Code == "hp-1")).Residents);

        var posts = await Import(test, """
            岗位,属地,类别,最少人数,目标人数,最多人数
            1号门,花园里,值守,2,3,4
            2号门,花园里,值守,3,2,4
            3号门,和平里,值守,1,1,1
            1号门,花园里,值守,2,3,4
            """);
        Assert.Equal((4, 1, 3), (posts.Rows, posts.Stored, posts.Refused));
        Assert.Equal(["target-below-minimum E3", "area-unknown B4", "row-twice A5"], posts.Refusals.Select(r => $"{r.Code} {r.Cell}"));
        var changed = await Import(test, "岗位,属地,目标人数\n1号门,花园里,4\n");
        Assert.Equal((1, 0), (changed.Updated, changed.Refused));
    }

    [Fact]
    public async Task An_xlsx_reads_like_a_csv_and_a_table_without_header_is_refused()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        using var xlsx = new MemoryStream();
        using (var sheet = new SheetWriter(xlsx, leaveOpen: true))
        {
            sheet.BeginSheet("areas", [new SheetColumn("key"), new SheetColumn("parent"), new SheetColumn("level"), new SheetColumn("name"), new SheetColumn("lat"), new SheetColumn("lng"), new SheetColumn("datum")]);
            sheet.Row("x-1", "120101001001", "compound", "花园里", 39.123, 117.2, "GCJ-02");
        }
        var report = await Import(test, xlsx.ToArray(), "areas.xlsx");
        Assert.Equal((1, 0), (report.Stored, report.Refused));
        await using var store = await test.Stores.Open();
        var area = await store.Set<Area>().SingleAsync(a => a.Code == "x-1");
        Assert.Equal((39.123, Datum.Gcj02, false), (area.Latitude, area.Datum, area.Approximate));

        var refused = await Assert.ThrowsAsync<Refused>(() => Import(test, "甲,乙\n1,2\n"));
        Assert.Equal("header-missing", refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_export_of_the_pages_comes_back_unchanged_in_either_language(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, await File("yintan", "areas.csv"));
        await Import(test, "代码,上级,级别,名称\n,yintan-05,楼栋,1号楼\n,yintan-06,楼栋,1号楼\n");
        await Import(test, "上级,级别,名称\n120101001001,小区,无码里\n无码里,楼栋,甲栋\n无码里,楼栋,乙栋\n");
        await Import(test, await File("heping", "areas.csv"));
        await Import(test, await File("heping", "posts.csv"));
        foreach (var language in new[] { "zh-CN", "en" })
        {
            await using var served = await Served.Of(test, language);
            foreach (var list in new[] { "areas", "posts" })
            {
                var back = await Import(test, await served.Client.GetByteArrayAsync($"/{list}/export"), list + ".xlsx");
                Assert.True(back.Refused == 0, string.Join('\n', back.Refusals.Take(5)));
                Assert.True(back.Rows > 60 && back.Unchanged == back.Rows, $"{language} {list}: {back}");
            }
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_dry_run_counts_what_the_import_does_and_the_refused_rows_come_back_to_be_mended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var imports = test.Get<TableImports>();
        var jobs = test.Get<JobBoard>();
        var table = Encoding.UTF8.GetBytes("属地表,,,\n代码,上级,级别,名称\nhp-1,120101001001,小区,花园里\nhp-2,没有这个地方,小区,无名里\n");
        var rehearsal = await imports.Start(new MemoryStream(table), "属地.csv", (name, hash) => new ImportTerritory(name, hash, null, true), WriteId.New(), test.Actor, default);
        var tried = TableImports.Report(await jobs.Wait(rehearsal))!;
        Assert.Equal((2, 1, 1), (tried.Rows, tried.Stored, tried.Refused));
        Assert.Equal(0, await test.Count("select count(*) from area"));

        var done = TableImports.Report(await jobs.Wait(await imports.Carry(rehearsal, WriteId.New(), test.Actor, default)))!;
        Assert.Equal((tried.Rows, tried.Stored, tried.Refused), (done.Rows, done.Stored, done.Refused));
        Assert.Equal(1, await test.Count("select count(*) from area where code = 'hp-1'"));
        Assert.Equal("upload-gone", (await Assert.ThrowsAsync<Refused>(() => imports.Carry(rehearsal, WriteId.New(), test.Actor, default))).Rules.Single().Code);

        using var xlsx = new MemoryStream();
        await test.Get<TableImports>().WriteRefused(done, xlsx, default);
        using var book = Sheets.Open(new MemoryStream(xlsx.ToArray()), "退回.xlsx");
        var rows = book.Sheets[0].Rows().ToList();
        Assert.Equal(["hp-2", "没有这个地方", "小区", "无名里"], rows[1].Cells.Take(4).Select(c => c.Text));
        Assert.StartsWith("B4 ", rows[1].Cells[4].Text, StringComparison.Ordinal);
        Assert.Equal(["area-unknown"], (await Import(test, xlsx.ToArray(), "退回.xlsx")).Refusals.Select(r => r.Code));
    }

    private static Task<TableReport> Import(TestInstallation test, string csv) => Import(test, Encoding.UTF8.GetBytes(csv), "table.csv");

    private static async Task<TableReport> Import(TestInstallation test, byte[] file, string name)
    {
        var path = Path.Combine(test.Installation.Folder, Guid.CreateVersion7().ToString("n"));
        await System.IO.File.WriteAllBytesAsync(path, file);
        return await test.Do(new ImportTerritory(name, System.Convert.ToHexString(SHA256.HashData(file))) { Path = path });
    }

    private static Task<string> File(string sample, string file) => System.IO.File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", sample, file));
}
