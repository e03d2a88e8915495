using Muster.Platform.Jobs;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Ui.Pages.Kit;

internal sealed record KitRow(Guid Id, string Name, string Agency, bool Placed, long Hours, string Note);

/// <summary>Invented content for the kit's page.</summary>
internal static class KitRows
{
    private static readonly KitRow[] Rows =
    [
        .. new[] { "张三", "李四", "王五·买买提", "欧阳晓月", "Alexandra Oyelaran-Whitfield", "赵六", "孙七", "周八" }.Select((name, i) =>
            new KitRow(new Guid(i + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), name, i % 3 == 0 ? "区委组织部" : i % 3 == 1 ? "市生态环境局和平分局综合行政执法支队" : "教育局", i % 4 != 2, 128 * i, i == 1 ? "不值夜班 no nights" : "")),
    ];

    public static readonly Option[] States = [new("placed", "已安排 Placed", 6), new("reserve", "后备 Reserve", 2)];

    public static readonly Option[] Agencies = [new("zzb", "区委组织部", 3), new("hb", "生态环境局", 3), new("jy", "教育局", 2)];

    public static readonly string[] Consequences = ["3,224 人收到明白卡。3,224 people get their cards.", "64 个社区看到名单。64 communities see their list.", "之后的改动都要写明原因。Later changes need a reason."];

    public static readonly Change[] Changes =
    [
        new(ChangeKind.Changed, "张三", [new("社区 Community", "兆丰路社区", "新疆路社区"), new("角色 Role", "组员", "组长")], Note: "原社区超编 was over its limit"),
        new(ChangeKind.Added, "李四", [new("社区 Community", null, "兆丰路社区")]),
        new(ChangeKind.Removed, "王五·买买提", [new("社区 Community", "南市社区", null)], Note: "请假 on leave"),
        new(ChangeKind.Same, "赵六", []),
    ];

    public static readonly Bar[] Bars = [new("劝业场街道", 612, "#a"), new("小白楼街道", 420, "#a"), new("五大道街道", 88, "#a", Mood.Bad), new("南市街道", 0, "#a", Mood.Warn)];

    public static readonly Tab[] Tabs = [new("概况 Facts", "#a"), new("人员 People", "#b", 612), new("岗位 Posts", "#c", 74)];

    public static readonly TreeNode[] Tree =
    [
        new("t1", "天津市", "#a", "/kit/tree") { Note = "16" , Below =
        [
            new("t2", "和平区", "#a", "/kit/tree") { Note = "64 / 64", Mood = Mood.Good, Below = [new("t3", "劝业场街道", "#a", "/kit/tree") { IsCurrent = true, Note = "缺 3", Mood = Mood.Bad }, new("t4", "小白楼街道", "#a")] },
        ] },
        new("t5", "河北省", "#a", "/kit/tree") { Note = "54,145" },
    ];

    public static TablePage<KitRow> Page(TableAsk ask)
    {
        var rows = Rows.Where(r => r.Name.Contains(ask.Words, StringComparison.OrdinalIgnoreCase) || r.Agency.Contains(ask.Words, StringComparison.Ordinal))
            .Where(r => ask["state"] is not { } state || (state == "placed") == r.Placed);
        rows = ask.Sort switch { "hours" => rows.OrderBy(r => r.Hours), "agency" => rows.OrderBy(r => r.Agency, StringComparer.Ordinal), _ => rows };
        return new TablePage<KitRow>([.. ask.Descending ? rows.Reverse() : rows], 3224, null, Cursor.At("a", Guid.Empty).ToString());
    }

    public static IEnumerable<JobView> Jobs()
    {
        var start = new DateTimeOffset(2020, 2, 17, 12, 0, 0, TimeSpan.Zero);
        JobView Job(JobState state, long done, long total, string? message = null) =>
            new(new Guid((int)state + 1, 0, 0, [0, 0, 0, 0, 0, 0, 0, (byte)(total % 7)]), "Kit", "和平区下沉名单.xlsx", state, "写入 Storing", done, total, message, null, start, state == JobState.Running ? null : start.AddSeconds(83), "组织部 王");
        yield return Job(JobState.Running, 1_204, 3_224);
        yield return Job(JobState.Running, 512, 0);
        yield return Job(JobState.Done, 3_224, 3_224);
        yield return Job(JobState.Failed, 900, 3_224, "第 901 行：文件在这里断了。Row 901: the file ends here.");
        yield return Job(JobState.Cancelled, 900, 3_224);
    }
}
