using System.Globalization;
using Muster.Platform.Acts;
using Muster.Territory.Register;

namespace Muster.Territory.Loading;

/// <summary>Which part of the national register is wanted: whole provinces, or subtrees with what stands above them.</summary>
internal static class RegisterChoice
{
    /// <summary>Two to twelve digits: 42, 4201, 420102, 420102013, 420102013001.</summary>
    public static IEnumerable<Broken> Rules(IReadOnlyList<string> codes)
    {
        if (codes.Count == 0)
            yield return new Broken("area-code-missing", "请说明要载入哪里：省、区县、街道的代码，或全国。",
                "Say what to load: the code of a province, county or street, or the nation.", "codes");
        foreach (var code in codes)
        {
            if (code.Length is not (2 or 4 or 6 or 9 or 12) || !code.All(char.IsAsciiDigit))
                yield return new Broken("area-code-form", $"“{code}”不是统计用区划代码：应为 2、4、6、9 或 12 位数字。",
                    $"“{code}” is no statistical code: it has 2, 4, 6, 9 or 12 digits.", "codes");
            else if (!NationalRegister.Embedded.Provinces.Contains(Number(code[..2])))
                yield return new Broken("area-code-unknown", $"没有代码为 {code[..2]} 的省份。", $"No province has the code {code[..2]}.", "codes");
        }
    }

    /// <summary>Which areas of a province are wanted; those above a wanted one are wanted too.</summary>
    /// <param name="below">Whether what stands below a chosen area is wanted as well.</param>
    /// <exception cref="Refused">A code is not in the register.</exception>
    public static bool[] In(RegisteredArea[] areas, IReadOnlyList<string> codes, bool below)
    {
        var wanted = new bool[areas.Length];
        foreach (var code in codes.Where(c => Number(c[..2]) == areas[0].Code / 10_000_000_000))
        {
            var number = long.Parse(code.PadRight(12, '0'), CultureInfo.InvariantCulture);
            // The highest area of that code: 金门县's street before the community of the same code.
            var root = Array.FindIndex(areas, a => a.Code == number);
            if (root < 0)
                throw new Refused("area-code-unknown", $"国家统计用区划代码里没有 {code}。", $"The national register has no {code}.", "codes");
            for (var above = root; above >= 0; above = areas[above].Parent) wanted[above] = true;
            if (!below) continue;
            // Parents stand before their children, so one pass spreads downwards.
            var reached = new bool[areas.Length];
            reached[root] = true;
            for (var i = root + 1; i < areas.Length; i++)
                if (areas[i].Parent >= 0 && reached[areas[i].Parent]) wanted[i] = reached[i] = true;
        }
        return wanted;
    }

    /// <summary>Those of the 12-digit codes that the register has.</summary>
    public static HashSet<string> Known(IReadOnlyCollection<string> codes)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var province in codes.GroupBy(Number).Where(g => NationalRegister.Embedded.Provinces.Contains(g.Key)))
        {
            var all = NationalRegister.Embedded.Load(province.Key).Select(a => a.Code).ToHashSet();
            known.UnionWith(province.Where(c => all.Contains(long.Parse(c, CultureInfo.InvariantCulture))));
        }
        return known;
    }

    public static int Number(string digits) => int.Parse(digits[..2], CultureInfo.InvariantCulture);
}
