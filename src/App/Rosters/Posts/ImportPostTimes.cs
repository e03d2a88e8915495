using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Posts;

/// <summary>
/// Times of posts from a spreadsheet, one line per band. A post is known by its number, or by its area (name or code) and name; the bands given for a
/// post replace those it had.
/// </summary>
public sealed record ImportPostTimes(string FileName, string Sha256, bool DryRun = false) : ImportTable(FileName, Sha256, DryRun)
{
    private static readonly TableShape Times = new("post-times",
    [
        TableField.Of("number key 编号 岗位编号"), TableField.Of("area areacode 属地 社区 所在社区 所属社区"), TableField.Of("post 岗位 岗位名称 点位"), TableField.Of("band name 时段 班次 班别"),
        TableField.Of("from start 开始 开始时间 起"), TableField.Of("to end 结束 结束时间 止"), TableField.Of("days 日子 哪些天 星期 适用日"), TableField.Of("needed minimum 最少人数 最少 人数"), TableField.Of("target 目标人数 目标"),
        TableField.Of("leader 带班 带班人"), TableField.Of("skill 技能"),
    ], ["number|post", "from", "to"], ColumnsMin: 3);

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override IReadOnlyList<TableShape> Shapes => [Times];

    protected override string List => "/posts/times";

    protected override async Task TakeAll(TableSheet sheet, Work work, CancellationToken stop)
    {
        var known = await KnownPosts.Read(work.Sql, stop);
        var read = new List<(TableRow Row, Guid Post, Band Band)>();
        foreach (var row in sheet.Rows)
        {
            sheet.Next();
            var post = known.Find(row);
            var band = ReadBand(row);
            if (row.IsFine) read.Add((row, post!.Value, band!));
        }
        // A post with a row that is wrong keeps its times: half of them would be worse than none.
        foreach (var post in read.GroupBy(r => r.Post).Where(g => BandRules.Of([.. g.Select(r => r.Band)], "band").Any()))
            foreach (var (row, _, band) in post.Skip(1)) row.Check(BandRules.Of([.. post.Select(r => r.Band)], "band"));
        var halved = sheet.Rows.Where(r => !r.IsFine).Select(known.Quietly).OfType<Guid>().ToHashSet();
        foreach (var some in read.Where(r => !halved.Contains(r.Post)).GroupBy(r => r.Post).Chunk(500))
        {
            var had = (await PostTimeBook.Standing(work, [.. some.Select(g => g.Key)], stop)).ToLookup(t => t.PostId);
            foreach (var post in some)
            {
                var before = had[post.Key].Select(t => t.Band).ToHashSet();
                PostTimeBook.Set(work, post.Key, had[post.Key], post.Select(r => r.Band));
                foreach (var (row, _, band) in post) row.Outcome = before.Contains(PostTime.Of(post.Key, band).Band) ? TableOutcome.Unchanged : before.Count > 0 ? TableOutcome.Updated : TableOutcome.Stored;
            }
        }
        foreach (var (row, _, _) in read.Where(r => halved.Contains(r.Post) && r.Row.IsFine))
            row.Wrong("band", new Broken("post-has-wrong-row", "同一岗位的另一行有错，整个岗位都没有导入。", "Another row of the same post is wrong, so nothing of the post was taken."));
    }

    private static Band? ReadBand(TableRow row)
    {
        if (Band.Minute(row["from"] ?? "") is not { } from || from == 1440)
        {
            row.Wrong("from", new Broken("time-form", $"“{row["from"]}”不是时间，应如 08:00。", $"“{row["from"]}” is not a time such as 08:00."));
            return null;
        }
        if (Band.Minute(row["to"] ?? "") is not { } to)
        {
            row.Wrong("to", new Broken("time-form", $"“{row["to"]}”不是时间，应如 16:00。", $"“{row["to"]}” is not a time such as 16:00."));
            return null;
        }
        var days = WorkDays.Every;
        if (row["days"] is { } text && WorkDays.Read(text) is not { } read) row.Wrong("days", new Broken("days-form", $"不明白“{text}”：例如 每天、工作日、周末、周一+周三。", $"“{text}” is not understood: say daily, workdays, weekend, Mon+Wed."));
        else if (row["days"] is { } fine) days = WorkDays.Read(fine)!.Value;
        var band = new Band("", from, to > from ? to - from : to + 1440 - from, days, row.Number("needed") ?? 1, row.Number("target"), row.Flag("leader") ?? false, row["skill"]);
        band = band with { Name = row["band"] ?? band.Hours };
        row.Check(BandRules.Of(band));
        return band;
    }
}
