namespace Muster.People.Import.Reading;

/// <summary>Grades as one ordered scale, higher is more senior. The order is that of the 27 levels behind them: leading posts and
/// ranks overlap in the Civil Servant Law (公务员法, 2018, art. 18–21) and the rules on posts and ranks in parallel (公务员职务与职级并行规定,
/// 2019, art. 6–8): a first-class researcher (levels 17–11) stands a little above a division head (18–12), a second-class one beside
/// him, a fourth-class one (20–14) beside the deputy. Staff of public institutions (管理岗位 五级–十级) follow the same order.</summary>
public static class GradeScale
{
    public const int State = 200, StateDeputy = 190, Province = 180, ProvinceDeputy = 170, Bureau = 160, BureauDeputy = 150, Division = 140,
        DivisionDeputy = 130, Section = 120, SectionDeputy = 110, Unit = 100, UnitDeputy = 95, Clerk = 90, Assistant = 80;

    /// <summary>Longer words first: 副处 before 处, 二级主任科员 before 主任科员 before 科员.</summary>
    private static readonly (string Word, int Value)[] Words = WordTable.LongestFirst(
        (State, "国家级正职 正国级"),
        (StateDeputy, "国家级副职 副国级"),
        (Province, "省部级正职 正省部级 正省级 正部级"),
        (ProvinceDeputy, "省部级副职 副省部级 副省级 副部级"),
        (Bureau, "厅局级正职 正厅局级 正厅 正局 厅级正职 局级正职 正地 正司 正师 一级巡视员 巡视员 三级职员 管理三级"),
        (BureauDeputy, "厅局级副职 副厅局级 副厅 副局级 厅级副职 局级副职 副地 副司 副师 二级巡视员 副巡视员 四级职员 管理四级"),
        (Division, "县处级正职 正县处级 正处 正县 处级正职 正团 二级调研员 调研员 五级职员 管理五级"),
        (DivisionDeputy, "县处级副职 副县处级 副处 副县 处级副职 副团 四级调研员 副调研员 助理调研员 六级职员 管理六级"),
        (Section, "乡科级正职 正乡科级 正科 正乡 科级正职 正镇 正营 二级主任科员 主任科员 七级职员 管理七级"),
        (SectionDeputy, "乡科级副职 副乡科级 副科 副乡 科级副职 副镇 副营 四级主任科员 副主任科员 八级职员 管理八级"),
        (Unit, "正股"),
        (UnitDeputy, "股级 股所级 副股"),
        (Division + 2, "一级调研员"),
        (DivisionDeputy + 2, "三级调研员"),
        (Section + 2, "一级主任科员"),
        (SectionDeputy + 2, "三级主任科员"),
        (Clerk, "一级科员 科员 九级职员 管理九级"),
        (Assistant, "二级科员 办事员 试用期 十级职员 管理十级"),
        // Last, because among words of one length the earlier is tried first: 正科 before 科级.
        (DivisionDeputy, "处级 县处级"),
        (BureauDeputy, "厅级 厅局级 局级"),
        (SectionDeputy, "科级 乡科级"));

    /// <summary>The rank of a grade as written; null when it is no grade (a professional title, a post). 处级 alone counts as its
    /// deputy: asking for "处级 and above" finds it, and it promises no more.</summary>
    public static int? Rank(string text)
    {
        string key = Letters.Key(text);
        foreach (var (word, rank) in Words)
            if (key.Contains(word, StringComparison.Ordinal)) return rank;
        return null;
    }
}
