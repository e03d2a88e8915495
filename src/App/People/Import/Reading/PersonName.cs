using System.Text;

namespace Muster.People.Import.Reading;

/// <summary>Names as they are typed: 张　三, 买买提•艾力, zhang san.</summary>
public static class PersonName
{
    private const string Dots = "•・･‧⋅∙●．.﹒⸱ꞏ";

    /// <summary>GB 18030-2000 put fourteen Han characters into the private area that Unicode has since given places of their own;
    /// files in that encoding still bring the old ones (GB 18030-2022, annex).</summary>
    private static readonly Dictionary<char, string> Moved = new()
    {
        ['\uE816'] = "\U00020087", ['\uE817'] = "\U00020089", ['\uE818'] = "\U000200CC", ['\uE81E'] = "\u9FB4", ['\uE826'] = "\u9FB5",
        ['\uE82B'] = "\u9FB6", ['\uE82C'] = "\u9FB7", ['\uE831'] = "\U000215D7", ['\uE832'] = "\u9FB8", ['\uE83B'] = "\U0002298F",
        ['\uE843'] = "\u9FB9", ['\uE854'] = "\u9FBA", ['\uE855'] = "\U000241FE", ['\uE864'] = "\u9FBB",
    };

    /// <summary>The name in one form: no spaces between Chinese characters, single ones between words, · for every kind of dot
    /// between two parts. Rare characters stay.</summary>
    public static string Read(string text)
    {
        text = WithoutRemark(Letters.Narrow(text));
        if (IsPlainHan(text)) return text;
        var runes = text.EnumerateRunes().ToArray();
        var name = new StringBuilder(text.Length);
        for (int i = 0; i < runes.Length; i++)
        {
            var rune = runes[i];
            bool between = i > 0 && i + 1 < runes.Length && IsLetter(runes[i - 1]) && IsLetter(runes[i + 1]);
            if (rune.Value == ' ' && i > 0 && i + 1 < runes.Length && !NeedsSpace(runes[i - 1], runes[i + 1])) continue;
            if (rune.IsBmp && Moved.TryGetValue((char)rune.Value, out string? moved)) name.Append(moved);
            else if (between && Letters.IsHan(runes[i - 1]) && IsDot(rune)) name.Append('·');
            else if (IsMiddleDot(rune)) name.Append('·');
            else name.Append(rune.ToString());
        }
        return name.ToString();
    }

    /// <summary>Whether there is a letter in it at all: a number or a dash is no name.</summary>
    public static bool IsName(string name) => name.EnumerateRunes().Any(IsLetter);

    public static bool IsTotal(string name) =>
        Letters.Key(name) is "合计" or "总计" or "小计" or "共计" or "总人数" or "人数合计" or "total" or "subtotal" or "sum" || IsHeadcount(name);

    /// <summary>20人, 共20名: a count under a column of names.</summary>
    private static bool IsHeadcount(string name) =>
        name.Length is >= 2 and <= 8 && name[^1] is '人' or '名' && name.TrimStart('共', '计').AsSpan().TrimEnd("人名") is { Length: > 0 } digits && !digits.ContainsAnyExceptInRange('0', '9');

    /// <summary>Name lists put sex and nationality behind the name: 李四（女）, 马丽（女，回族）. That is no part of it.</summary>
    private static string WithoutRemark(string name)
    {
        int open = name.EndsWith(')') ? name.LastIndexOf('(') : -1;
        if (open < 1) return name;
        foreach (string word in Letters.Split(name[(open + 1)..^1]))
            if (word is not ("男" or "女" or "男性" or "女性") && !(word.EndsWith('族') && word.Length <= 5)) return name;
        return name[..open].TrimEnd();
    }

    /// <summary>Two or three Han characters beginning with a common surname, or parts with a dot: what a column of names looks like.</summary>
    public static bool LooksLikeOne(string text)
    {
        string name = Read(text);
        if (name.Contains('·', StringComparison.Ordinal)) return name.Length is >= 4 and <= 20;
        return name.Length is >= 2 and <= 4 && IsPlainHan(name) && Surnames.Contains(name[0], StringComparison.Ordinal);
    }

    private static bool IsPlainHan(string text)
    {
        foreach (char c in text)
            if (c is not (>= '\u4E00' and <= '\u9FFF')) return false;
        return true;
    }

    private static bool NeedsSpace(Rune before, Rune after) =>
        !Letters.IsHan(before) && !Letters.IsHan(after) && !IsMiddleDot(before) && !IsMiddleDot(after);

    private static bool IsDot(Rune rune) => rune.IsBmp && Dots.Contains((char)rune.Value, StringComparison.Ordinal);

    private static bool IsMiddleDot(Rune rune) => rune.Value is '·' or '•' or '・' or '･' or '‧' or '⋅' or '∙' or '●';

    private static bool IsLetter(Rune rune) => Rune.IsLetter(rune) || Letters.IsHan(rune);

    /// <summary>The surnames of nine in ten people (census of 2010), and the first characters of double ones.</summary>
    private const string Surnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱江尹薛闫段雷侯龙"
        + "史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍"
        + "华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀郁"
        + "胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井漆巴慕丰卿国狄平计索宣晋相初门雍由";
}
