using System.Text;
using Muster.App.Tests.Placements;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;

namespace Muster.App.Tests.Rosters;

/// <summary>When people are needed at posts: by hand, from a pattern, from a spreadsheet.</summary>
public sealed class PostTimesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Times_are_written_in_lines_and_what_is_the_same_stays(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var post = town.Posts[0].Id;
        Assert.Equal(2, await town.Test.Do(new SetPostTimes(post, "早班 08:00-16:00 1-2人 带班\n夜班 22:00-06:00 工作日 技能:急救")));
        var set = (await Queries(town).Of(post, default))!.Bands;
        Assert.Equal(["早班 08:00-16:00 1-2人 带班", "夜班 22:00-06:00 1人 工作日 技能:急救"], set.Select(b => b.ToString()));
        var kept = await town.Number("select count(*) from post_time where ended_at is null and name = '早班'");
        // One stays, one ends, one begins.
        Assert.Equal(2, await town.Test.Do(new SetPostTimes(post, "早班 08:00-16:00 1-2人 带班\n晚班 16:00-24:00 1人", Band.Write(set))));
        Assert.Equal((1L, 3L), (kept, await town.Number("select count(*) from post_time")));
        var stale = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new SetPostTimes(post, "", Band.Write(set))));
        Assert.Contains("晚班 16:00-24:00", stale.Rules[0].Zh, StringComparison.Ordinal);
        foreach (var (text, code) in new[] { ("早班", "band-hours"), ("早班 08:00-16:00 周八", "band-word"), ("早班 08:00-08:05", "band-length"), ("早班 08:00-16:00 3-1人", "band-target"), ("甲 08:00-16:00\n甲 08:00-16:00", "band-twice") })
            Assert.Equal(code, (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new SetPostTimes(post, text)))).Rules[0].Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_pattern_sets_every_post_of_an_area_and_a_community_may_have_its_own(Engine engine)
    {
        await using var town = await Town.Make(engine);
        Assert.Equal(new PatternApplied(2, 2, 0, 0, 6), await town.Test.Do(new ApplyPattern(town.Street.Id)));
        // Two to three people of a post are one at a time, day and night.
        Assert.Equal(["夜班 00:00-08:00 1人", "早班 08:00-16:00 1人 带班", "中班 16:00-24:00 1人"], (await Queries(town).Of(town.Posts[1].Id, default))!.Bands.Select(b => b.ToString()));
        Assert.Equal(new PatternApplied(2, 0, 2, 0, 0), await town.Test.Do(new ApplyPattern(town.Communities[0].Id)));
        var own = await town.Test.Do(new KeepPattern("两班", "白 06:00-18:00\n夜 18:00-06:00", "值守", town.Communities[0].Id));
        await town.Test.Do(new KeepPattern("别处", "白 06:00-07:00", "值守", town.Communities[1].Id));
        Assert.Equal(4, (await town.Test.Do(new ApplyPattern(town.Street.Id, Replace: true))).Times);
        await town.Test.Do(new EndPattern(own));
        Assert.Equal(6, (await town.Test.Do(new ApplyPattern(town.Street.Id, Replace: true))).Times);
        Assert.Equal(new PatternApplied(2, 2, 0, 0, 2), await town.Test.Do(new ApplyPattern(town.Street.Id, "nights", Replace: true)));
        Assert.Equal("posts-none", (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new ApplyPattern(town.Street.Id, Kinds: ["消杀"])))).Rules[0].Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_spreadsheet_sets_times_and_a_wrong_row_leaves_its_whole_post(Engine engine)
    {
        await using var town = await Town.Make(engine);
        const string table = "社区,岗位,时段,开始,结束,日子,最少人数,目标人数,带班\n第一社区,东门,早班,08:00,16:00,每天,1,2,是\n第一社区,东门,夜班,22:00,06:00,周一至周五,1,,\n";
        var report = await Import(town, table + "第一社区,西门,早班,8点,16:00,,,,\n第一社区,西门,晚班,16:00,24:00,,,,\n第一社区,北门,早班,08:00,16:00,,,,\n");
        Assert.Equal((5, 2, 3), (report.Rows, report.Stored, report.Refused));
        Assert.Equal(["D4 time-form", "C5 post-has-wrong-row", "B6 post-unknown"], report.Refusals.Select(r => $"{r.Cell} {r.Code}"));
        Assert.Equal(["早班 08:00-16:00 1-2人 带班", "夜班 22:00-06:00 1人 周一+周二+周三+周四+周五"],
            (await Queries(town).Of(town.Posts[0].Id, default))!.Bands.Select(b => b.ToString().Replace("工作日", "周一+周二+周三+周四+周五", StringComparison.Ordinal)));
        Assert.Equal(2, (await Import(town, table)).Unchanged);
        Assert.Equal(1, (await Queries(town).Page(new TableAsk("/posts/times", [new("without", "1")]), default)).Total);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Holidays_are_imported_and_read_again_unchanged(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        const string table = "日期,名称,休班\n2026年10月1日,国庆节,休\n2026-10-10,国庆节,班\n";
        Assert.Equal((2, 1), Summary(await Import(test, (name, hash) => new ImportHolidays(name, hash), table + "2026-13-01,无,休\n")));
        Assert.Equal(2, (await Import(test, (name, hash) => new ImportHolidays(name, hash), table)).Unchanged);

        static (int, int) Summary(TableReport r) => (r.Stored, r.Refused);
    }

    [Fact]
    public void A_band_written_is_read_the_same_and_days_in_any_words()
    {
        foreach (var band in new[] { new Band("夜班", 1200, 720, 31, 1, 2, true, "急救"), new Band("全天", 0, 1440), new Band("周末", 480, 60, WorkDays.Weekend, 3, 3), new Band("节", 0, 60, 128, 0, 1) })
            Assert.Equal(band with { Target = band.Target == band.Needed ? null : band.Target }, Assert.Single(Band.Read(band.ToString(), "").Bands));
        for (var days = 1; days <= WorkDays.Every; days++) Assert.Equal((days, days), (WorkDays.Read(WorkDays.Words(days)), WorkDays.Read(WorkDays.Words(days, chinese: false))));
        Assert.Equal(31, WorkDays.Read("周一至周五"));
        Assert.Equal(97, WorkDays.Read("Sat-Mon"));
        Assert.True(WorkDays.Has(31, new DateOnly(2026, 10, 10), off: false));
        Assert.False(WorkDays.Has(127, new DateOnly(2026, 10, 1), off: true));
        Assert.Equal((1, 1, 2), (BandRules.AtOnce(7, [new("", 0, 1440)]), BandRules.AtOnce(2, [new("", 0, 1440)]), BandRules.AtOnce(9, [new("", 0, 1440)])));
    }

    private static PostTimeQueries Queries(Town town) => town.Test.Get<PostTimeQueries>();

    private static Task<TableReport> Import(Town town, string csv) => Import(town.Test, (name, hash) => new ImportPostTimes(name, hash), csv);

    private static async Task<TableReport> Import(TestInstallation test, Func<string, string, ImportTable> make, string csv)
    {
        var job = await test.Get<TableImports>().Start(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "表.csv", make, WriteId.New(), test.Actor, default);
        return TableImports.Report(await test.Get<JobBoard>().Wait(job, default))!;
    }
}
