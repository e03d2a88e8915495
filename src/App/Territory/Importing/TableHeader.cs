using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Territory.Names;

namespace Muster.Territory.Importing;

/// <summary>
/// Which column holds what. The header is the first of the top twenty rows in which at least two columns are known by their name,
/// Chinese or English; what the table is, its columns say.
/// </summary>
internal sealed class TableHeader
{
    private const int RowsLookedAt = 20;

    private static readonly (TerritoryTable Table, string[] Must, Dictionary<string, string[]> Names)[] Tables =
    [
        (TerritoryTable.Recut, ["from", "to"], Names("action 动作 操作 方式", "from 原代码 原编码 原单元 原小区 原属地", "to 新代码 新编码 新单元", "name 名称 新名称", Facts)),
        (TerritoryTable.Posts, ["area", "name"], Names("number key 编号 岗位编号 代码", "area areacode 属地 属地代码 社区 所属社区 所属属地 小区 单元 所在社区",
            "name post 名称 岗位 岗位名称 点位 点位名称", "kind 类别 类型 岗位类别 岗位类型", "minimum min atleast 最少 最少人数 最低人数 至少", "target 目标 目标人数 人数 需要人数 需求人数 应配人数",
            "absorption limit max atmost 最多 最多人数 上限", "duty 职责 任务 定责", "rules rule 规则 要求 定规", "kit 物资 装备", "address place 地点 地址 位置", "contact 联系人 联系方式", Place)),
        (TerritoryTable.Areas, ["name"], Names("key code 代码 编码 编号 区划代码 统计代码", "parent parentcode above 上级 上级代码 上级编码 所属 上级属地", "level 级别 层级 属地级别",
            "name 名称 属地 属地名称 社区 社区名称 小区名称 村居名称", "assumed 假定 待核实", "source 来源 数据来源", Facts, Place)),
    ];

    private const string Facts = "residents 居民数 居民 人口 常住人口 人口数|households 户数 家庭户数|buildings 楼栋数 楼栋 栋数|localstaff 本地人员 本地人员数 工作人员 社区工作者 居委人数";
    private const string Place = "latitude lat 纬度|longitude lng lon 经度|datum 坐标系";

    private readonly Dictionary<string, int> _columns;

    private TableHeader(TerritoryTable table, SheetRow row, Dictionary<string, int> columns) => (Table, Row, Cells, _columns) = (table, row.Number, Texts(row), columns);

    public TerritoryTable Table { get; }

    /// <summary>The row it stands in.</summary>
    public int Row { get; }

    public IReadOnlyList<string> Cells { get; }

    /// <exception cref="Refused">No row looks like a header.</exception>
    public static TableHeader Find(IEnumerable<SheetRow> rows, TerritoryTable? wanted)
    {
        foreach (var row in rows.Take(RowsLookedAt))
            foreach (var (table, must, names) in Tables)
            {
                if (wanted is not null && table != wanted) continue;
                var columns = new Dictionary<string, int>(StringComparer.Ordinal);
                foreach (var cell in row.Cells)
                    if (names.FirstOrDefault(n => n.Value.Contains(NameKeys.Fold(cell.Text))) is { Key: { } field }) columns.TryAdd(field, cell.Column);
                if (columns.Count >= 2 && must.All(columns.ContainsKey)) return new TableHeader(table, row, columns);
            }
        throw new Refused("header-missing", "没有找到表头：前 20 行里应有“名称”“上级”“岗位”“属地”这样的列名。",
            "No header was found: one of the first 20 rows should name columns such as name, parent, area, from, to.");
    }

    /// <summary>The cells of a row from the first column to its last.</summary>
    public static string[] Texts(SheetRow row)
    {
        var texts = new string[row.Cells.Length == 0 ? 0 : row.Cells[^1].Column + 1];
        Array.Fill(texts, "");
        foreach (var cell in row.Cells) texts[cell.Column] = cell.Text;
        return texts;
    }

    public bool Has(string field) => _columns.ContainsKey(field);

    public string? Cell(SheetRow row, string? field) => field is not null && _columns.TryGetValue(field, out var column) ? row.AddressOf(column) : null;

    /// <summary>The text of a field, trimmed; null where it is blank or the table has no such column.</summary>
    public string? Text(SheetRow row, string field) =>
        _columns.TryGetValue(field, out var column) && row[column] is { IsBlank: false } cell ? cell.Text.Trim() : null;

    private static Dictionary<string, string[]> Names(params string[] fields) => fields.SelectMany(f => f.Split('|')).Select(f => f.Split(' '))
        .ToDictionary(words => words[0], words => words, StringComparer.Ordinal);
}
