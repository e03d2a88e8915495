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
    private static readonly (string Word, int Rank)[] Words =
    [
        .. new (string, int)[]
        {
            ("国家级正职", State), ("正国级", State), ("国家级副职", StateDeputy), ("副国级", StateDeputy),
            ("省部级正职", Province), ("正省部级", Province), ("正省级", Province), ("正部级", Province), ("省部级副职", ProvinceDeputy), ("副省部级", ProvinceDeputy), ("副省级", ProvinceDeputy), ("副部级", ProvinceDeputy),
            ("厅局级正职", Bureau), ("正厅局级", Bureau), ("正厅", Bureau), ("正局", Bureau), ("厅级正职", Bureau), ("局级正职", Bureau), ("正地", Bureau), ("正司", Bureau), ("正师", Bureau),
            ("厅局级副职", BureauDeputy), ("副厅局级", BureauDeputy), ("副厅", BureauDeputy), ("副局级", BureauDeputy), ("厅级副职", BureauDeputy), ("局级副职", BureauDeputy), ("副地", BureauDeputy), ("副司", BureauDeputy), ("副师", BureauDeputy),
            ("县处级正职", Division), ("正县处级", Division), ("正处", Division), ("正县", Division), ("处级正职", Division), ("正团", Division),
            ("县处级副职", DivisionDeputy), ("副县处级", DivisionDeputy), ("副处", DivisionDeputy), ("副县", DivisionDeputy), ("处级副职", DivisionDeputy), ("副团", DivisionDeputy),
            ("乡科级正职", Section), ("正乡科级", Section), ("正科", Section), ("正乡", Section), ("科级正职", Section), ("正镇", Section), ("正营", Section),
            ("乡科级副职", SectionDeputy), ("副乡科级", SectionDeputy), ("副科", SectionDeputy), ("副乡", SectionDeputy), ("科级副职", SectionDeputy), ("副镇", SectionDeputy), ("副营", SectionDeputy),
            ("正股", Unit), ("股级", UnitDeputy), ("股所级", UnitDeputy), ("副股", UnitDeputy),
            ("一级巡视员", Bureau), ("巡视员", Bureau), ("二级巡视员", BureauDeputy), ("副巡视员", BureauDeputy),
            ("一级调研员", Division + 2), ("二级调研员", Division), ("三级调研员", DivisionDeputy + 2), ("四级调研员", DivisionDeputy), ("副调研员", DivisionDeputy), ("助理调研员", DivisionDeputy), ("调研员", Division),
            ("一级主任科员", Section + 2), ("二级主任科员", Section), ("三级主任科员", SectionDeputy + 2), ("四级主任科员", SectionDeputy), ("副主任科员", SectionDeputy), ("主任科员", Section),
            ("一级科员", Clerk), ("二级科员", Assistant), ("科员", Clerk), ("办事员", Assistant), ("试用期", Assistant),
            ("三级职员", Bureau), ("四级职员", BureauDeputy), ("五级职员", Division), ("六级职员", DivisionDeputy), ("七级职员", Section), ("八级职员", SectionDeputy), ("九级职员", Clerk), ("十级职员", Assistant),
            ("管理三级", Bureau), ("管理四级", BureauDeputy), ("管理五级", Division), ("管理六级", DivisionDeputy), ("管理七级", Section), ("管理八级", SectionDeputy), ("管理九级", Clerk), ("管理十级", Assistant),
            // Last, because among words of one length the earlier is tried first: 正科 before 科级.
            ("处级", DivisionDeputy), ("县处级", DivisionDeputy), ("厅级", BureauDeputy), ("厅局级", BureauDeputy), ("局级", BureauDeputy),
            ("科级", SectionDeputy), ("乡科级", SectionDeputy),
        }.OrderByDescending(w => w.Item1.Length),
    ];

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
