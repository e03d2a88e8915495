using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Territory.Importing;

/// <summary>What a table of the territory holds.</summary>
public enum TerritoryTable { Areas, Posts, Recut }

/// <summary>The tables of the territory; what one is, its columns say.</summary>
internal static class TerritoryTables
{
    private const string Facts = "residents 居民数 居民 人口 常住人口 人口数|households 户数 家庭户数|buildings 楼栋数 楼栋 栋数|localstaff 本地人员 本地人员数 工作人员 社区工作者 居委人数";
    private const string Place = "latitude lat 纬度|longitude lng lon 经度|datum 坐标系";

    public static readonly IReadOnlyList<TableShape> All =
    [
        Shape(TerritoryTable.Recut, "areas.table.recut", ["from", "to"], "action 动作 操作 方式", "from 原代码 原编码 原单元 原小区 原属地", "to 新代码 新编码 新单元", "name 名称 新名称", Facts),
        Shape(TerritoryTable.Posts, "areas.table.posts", ["area", "name"], "number key 编号 岗位编号 代码", "area areacode 属地 属地代码 社区 所属社区 所属属地 小区 单元 所在社区",
            "name post 名称 岗位 岗位名称 点位 点位名称", "kind 类别 类型 岗位类别 岗位类型", "minimum min atleast 最少 最少人数 最低人数 至少", "target 目标 目标人数 人数 需要人数 需求人数 应配人数",
            "absorption limit max atmost 最多 最多人数 上限", "duty 职责 任务 定责", "rules rule 规则 要求 定规", "kit 物资 装备", "address place 地点 地址 位置", "contact 联系人 联系方式", Place),
        Shape(TerritoryTable.Areas, "areas.table.areas", ["name"], "key code 代码 编码 编号 区划代码 统计代码", "parent parentcode above 上级 上级代码 上级编码 所属 上级属地", "level 级别 层级 属地级别",
            "name 名称 属地 属地名称 社区 社区名称 小区名称 村居名称", "assumed 假定 待核实", "source 来源 数据来源", Facts, Place),
    ];

    public static Datum? Datum(this TableRow row)
    {
        if (row["datum"] is not { } text) return null;
        var word = text.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        if (word.Contains("GCJ", StringComparison.Ordinal) || word.Contains("高德", StringComparison.Ordinal) || word.Contains("腾讯", StringComparison.Ordinal)) return Territory.Datum.Gcj02;
        if (word.Contains("WGS", StringComparison.Ordinal)) return Territory.Datum.Wgs84;
        row.Wrong("datum", new Broken("datum-unknown", $"不认识坐标系“{text}”：用 WGS-84 或 GCJ-02。", $"Unknown datum “{text}”: use WGS-84 or GCJ-02."));
        return null;
    }

    private static TableShape Shape(TerritoryTable table, string title, string[] must, params string[] fields) =>
        new(table.ToString(), [.. fields.SelectMany(f => f.Split('|')).Select(TableField.Of)], must, ColumnsMin: 2, title);
}
