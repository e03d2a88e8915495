using System.Globalization;
using Muster.People;
using Muster.Platform.Files;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.Rehearsal.Demo;

/// <summary>An area of a sample as its areas.csv has it.</summary>
public sealed record DemoArea(string Key, string Parent, string Level, string Name);

/// <summary>An agency that the demo enters before its people come.</summary>
public sealed record DemoAgency(string Name, AgencyLevel Level, Origin Origin, int People, int Headcount);

/// <summary>
/// Invents people for a sample and writes them as organisers' spreadsheets really look: a title row, Chinese headers, ID numbers as
/// text. Names are random characters; ID numbers have a right check digit under a division code that no place has (990000), so no real
/// person can have them; telephone numbers lie in one unassigned block. The same seed makes the same people.
/// </summary>
internal sealed class DemoPeople(DemoSample sample, IReadOnlyList<DemoArea> areas, int seed)
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    private const string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲辉鹏飞波斌宇浩凯健俊帆雪琳晶欣颖佳嘉思雨晨阳博文哲瑞轩泽梓涵一诺子墨若溪书瑶锦程云舒海川立新建国志远春梅秋实";
    private static readonly string[] Bureaus = ["发展改革", "教育", "科技", "工业信息", "民政", "司法", "财政", "人力社保", "规划资源", "住房建设", "城市管理", "交通运输", "水务", "农业农村", "商务", "文化旅游", "卫生健康", "退役军人", "应急管理", "审计", "国资", "市场监管", "统计", "医保", "信访", "政务服务", "机关事务", "档案", "总工会", "团委", "妇联", "科协", "残联", "税务", "融媒体", "审批", "网信", "体育", "招商"];
    private static readonly string[] Skills = ["医护", "心理咨询", "电工", "驾驶", "信息系统", "法律", "外语", "党务", "财务", "宣传写作"];
    private static readonly SheetColumn[] Columns =
    [
        new("序号", 6), new("姓名", 10), new("性别", 6), new("身份证号", 22), new("联系电话", 15), new("单位", 28), new("来源", 10), new("职务", 12),
        new("职级", 14), new("政治面貌", 12), new("居住地", 36), new("特长", 16), new("先锋队", 14), new("备注", 20),
    ];

    private readonly Random _random = new(seed);

    /// <summary>Agencies with what they send; district and street offices have a headcount of which the sent are at least 70 % (S3.1).</summary>
    public IReadOnlyList<DemoAgency> Agencies() => sample.Sources.SelectMany(source => Enumerable.Range(0, source.Agencies).Select(i =>
    {
        var people = (source.People / source.Agencies) + (i < source.People % source.Agencies ? 1 : 0);
        var headcount = source.Level == AgencyLevel.City ? people * 5 : (int)Math.Ceiling(people / 0.75);
        return new DemoAgency(AgencyName(source, i), source.Level, source.Origin, people, headcount);
    })).ToList();

    /// <summary>The mustered people; answers how many rows were written.</summary>
    public int WriteMustered(string path, IReadOnlyList<DemoAgency> agencies)
    {
        var near = areas.Where(a => a.Level == "community").Select(HomeOf).ToArray();
        var far = Around().ToArray();
        var (number, leaders) = (0, 0);
        return Write(path, $"{sample.Title}下沉干部集结名册（样例：人员均为虚构）", agencies.SelectMany(agency => Enumerable.Range(0, agency.People).Select(i =>
        {
            // One in ten is of division rank or above, so that every community can have a first secretary.
            var leads = i % 10 == 0;
            if (leads) leaders++;
            var team = agency.Level != AgencyLevel.Street && i is >= 1 and <= 6 && number % 3 == 0 ? agency.Name + "先锋队" : null;
            return Person(++number, agency.Name, Zh(agency.Origin), leads ? "处长" : "干部", leads ? (i % 20 == 0 ? "县处级正职" : "县处级副职") : Rank(),
                i % 3 == 0 || leads ? "中共党员" : Pick(["群众", "共青团员", "中共党员", "中共预备党员"]), far.Length > 0 && _random.Next(3) > 0 ? Pick(far) : Pick(near), team);
        })));
    }

    /// <summary>The places' own staff: a secretary and two deputies for each area that commands (S2.2).</summary>
    public int WriteLocalStaff(string path, IEnumerable<DemoArea> hosts)
    {
        var number = 0;
        return Write(path, $"{sample.Title}属地工作人员名册（样例：人员均为虚构）", hosts.SelectMany(host => ((string[])["书记", "副书记", "委员"]).Select((post, i) =>
            Person(++number, host.Name, "本地", post, i == 0 ? "科员" : "办事员", i < 2 ? "中共党员" : "群众", HomeOf(host), null))));
    }

    private int Write(string path, string title, IEnumerable<SheetValue[]> people)
    {
        using var file = File.Create(path);
        using var sheet = new SheetWriter(file);
        var rows = 0;
        sheet.BeginSheet("名册", [new SheetColumn(title, 6), .. Columns[1..].Select(c => new SheetColumn("", c.WidthInLetters))]);
        sheet.Row(Columns.Select(c => SheetValue.Of(c.Header)).ToArray());
        foreach (var person in people)
        {
            sheet.Row(person);
            rows++;
        }
        return rows;
    }

    private SheetValue[] Person(int number, string agency, string origin, string post, string grade, string party, string home, string? team)
    {
        var woman = _random.Next(2) == 0;
        return
        [
            number, Name(), woman ? "女" : "男", IdNumber(woman), Phone(), agency, origin, post, grade, party, home,
            _random.Next(4) == 0 ? Pick(Skills) : null, team, _random.Next(25) == 0 ? Pick(["不宜夜班", "需照顾老人", "孕期"]) : null,
        ];
    }

    private string Name() => Pick(Surnames) + Pick(Given) + (_random.Next(3) > 0 ? Pick(Given) : "");

    private string Rank() => Pick(["一级科员", "四级主任科员", "三级主任科员", "二级主任科员", "一级主任科员"]);

    private string Phone() => "1990000" + _random.Next(10_000).ToString("0000", CultureInfo.InvariantCulture);

    private string IdNumber(bool woman)
    {
        var born = new DateOnly(1963, 1, 1).AddDays(_random.Next(365 * 36));
        var order = (_random.Next(500) * 2) + (woman ? 0 : 1);
        var digits = $"990000{born.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}{order:000}";
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++) sum += (digits[i] - '0') * weights[i];
        return digits + "10X98765432"[sum % 11];
    }

    private string HomeOf(DemoArea area) => areas.FirstOrDefault(a => a.Key == area.Parent) is { } above ? above.Name + area.Name : area.Name;

    /// <summary>Addresses of communities in the counties around, as people write them: county, street, community.</summary>
    private IEnumerable<string> Around()
    {
        foreach (var code in sample.Around)
        {
            var province = NationalRegister.Embedded.Load(int.Parse(code.AsSpan(0, 2), CultureInfo.InvariantCulture));
            var county = long.Parse(code, CultureInfo.InvariantCulture);
            foreach (var area in province.Where(a => a.Level == AreaLevel.Community && a.Code / 1_000_000 == county))
            {
                var street = province[area.Parent];
                yield return province[street.Parent].Name + street.Name + area.Name;
            }
        }
    }

    private static string AgencyName(DemoSource source, int i) => source.Level switch
    {
        AgencyLevel.City => $"市{Bureaus[i % Bureaus.Length]}局（样例）",
        AgencyLevel.County => $"区{Bureaus[i % Bureaus.Length]}局（样例）",
        _ => $"第{i + 1}街道办事处（样例）",
    };

    private static string Zh(Origin origin) => origin switch { Origin.City => "市级", Origin.County => "区级", Origin.Street => "街道", _ => "本地" };

    private string Pick(string characters)
    {
        var runes = characters.EnumerateRunes().ToArray();
        return runes[_random.Next(runes.Length)].ToString();
    }

    private string Pick(string[] words) => words[_random.Next(words.Length)];
}
