using System.Globalization;
using Muster.Platform.Files;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Bench.People;

/// <summary>
/// A spreadsheet of invented people of a province as wide as real ones are: names of random characters, ID numbers with a right check
/// digit under a division code that no place has, homes written with the real names of communities. The same seed makes the same file.
/// </summary>
internal static class PeopleSheet
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private const string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲辉鹏飞波斌宇浩凯健俊帆雪琳晶欣颖佳嘉思雨晨阳博文哲瑞轩泽梓涵一诺子墨若溪书瑶锦程云舒海川立新建国志远春梅秋实";
    private const int PeoplePerAgency = 90;
    private static readonly string[] Bureaus = ["发展改革局", "教育局", "民政局", "司法局", "财政局", "人力社保局", "住房建设局", "交通运输局", "水务局", "农业农村局", "商务局", "卫生健康局", "审计局", "市场监管局", "统计局", "医保局", "信访局", "税务局", "第一医院", "第一中学"];
    private static readonly string[] Skills = ["医护", "心理咨询", "电工", "驾驶", "信息系统", "法律", "外语", "党务"];
    private static readonly string[] Headers = ["姓名", "身份证号", "手机", "工作单位", "职务", "职级", "性别", "政治面貌", "居住地", "特长", "来源", "备注"];

    public static void Write(string path, RegisteredArea[] areas, int rows, int seed)
    {
        var random = new Random(seed);
        var communities = Enumerable.Range(0, areas.Length).Where(i => areas[i].Level == AreaLevel.Community).ToArray();
        var counties = Enumerable.Range(0, areas.Length).Where(i => areas[i].Level == AreaLevel.County).ToArray();
        using var file = File.Create(path);
        using var sheet = new SheetWriter(file);
        sheet.BeginSheet("名册", [.. Headers.Select(h => new SheetColumn(h))]);
        string One(string[] words) => words[random.Next(words.Length)];
        for (var i = 0; i < rows; i++)
        {
            var home = areas[communities[random.Next(communities.Length)]];
            var street = areas[home.Parent];
            var county = areas[counties[i / PeoplePerAgency / Bureaus.Length % counties.Length]];
            var woman = random.Next(2) == 0;
            sheet.Row(Name(random), IdNumber(i, woman), "1990" + i.ToString("D7", CultureInfo.InvariantCulture),
                county.Name + Bureaus[i / PeoplePerAgency % Bureaus.Length], i % 10 == 0 ? "处长" : "干部",
                i % 10 == 0 ? "县处级副职" : One(["一级科员", "四级主任科员", "二级主任科员"]), woman ? "女" : "男", One(["群众", "中共党员", "共青团员"]),
                street.Name + home.Name, random.Next(4) == 0 ? One(Skills) : null, One(["市级", "区级", "街道"]), random.Next(25) == 0 ? "不宜夜班" : null);
        }
    }

    public static string Name(Random random)
    {
        string Pick(string letters) => letters.Substring(random.Next(letters.Length), 1);
        return Pick(Surnames) + Pick(Given) + (random.Next(3) > 0 ? Pick(Given) : "");
    }

    // Birthdays and order numbers run through all that a division code has, under one code after the other.
    private static string IdNumber(int i, bool woman)
    {
        var (days, turn) = (i % 13_000, i / 13_000);
        var born = new DateOnly(1963, 1, 1).AddDays(days);
        var order = ((turn % 490) * 2) + (woman ? 0 : 1);
        var digits = $"99{turn / 490:00}00{born.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{order:000}";
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var at = 0; at < weights.Length; at++) sum += (digits[at] - '0') * weights[at];
        return digits + "10X98765432"[sum % 11];
    }
}
