using System.Collections.Frozen;
using System.Reflection;

namespace Muster.Platform.Ui.Language;

/// <summary>
/// Every sentence that pages show, from the modules' <c>Texts/zh.txt</c> and <c>Texts/en.txt</c>: lines <c>key = sentence</c>,
/// <c>#</c> begins a comment, <c>{0}</c> stands for a value. A key begins with its module's word, so keys never clash.
/// </summary>
public sealed class Texts
{
    public const string Chinese = "zh-CN";
    public const string Hant = "zh-Hant";
    public const string English = "en";

    private readonly FrozenDictionary<string, string> _sentences = Load("zh.txt");
    private readonly Tongue _chinese;
    private readonly Lazy<Tongue> _hant;
    private readonly Tongue _english;

    public Texts()
    {
        _chinese = new Tongue(Chinese, _sentences);
        _hant = new Lazy<Tongue>(() => new Tongue(Hant, _sentences.ToFrozenDictionary(s => s.Key, s => Traditional.Of(s.Value), StringComparer.Ordinal)));
        _english = new Tongue(English, Load("en.txt"));
    }

    /// <summary>Every key there is.</summary>
    public IEnumerable<string> Keys => _sentences.Keys;

    public Tongue In(string language) => language switch { English => _english, Hant => _hant.Value, _ => _chinese };

    /// <summary>The language that a tag of a browser or an address means (<c>zh-TW</c>, <c>en-GB</c>); Chinese for all others.</summary>
    public static string Meant(string tag) => tag.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
        : ((string[])["zh-Hant", "zh-TW", "zh-HK", "zh-MO"]).Any(t => tag.StartsWith(t, StringComparison.OrdinalIgnoreCase)) ? Hant : Chinese;

    /// <exception cref="FormatException">A line has no <c>=</c>, or a key stands there twice.</exception>
    public static Dictionary<string, string> Parse(string text, string where)
    {
        var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || line[0] == '#' || string.IsNullOrWhiteSpace(line)) continue;
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) throw new FormatException($"{where}: “{line}” has no “=”.");
            if (!sentences.TryAdd(line[..at].Trim(), line[(at + 1)..].Trim()))
                throw new FormatException($"{where}: “{line[..at].Trim()}” stands there twice.");
        }
        return sentences;
    }

    private static FrozenDictionary<string, string> Load(string file)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith("/Texts/" + file, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            foreach (var (key, sentence) in Parse(reader.ReadToEnd(), name)) all.Add(key, sentence);
        }
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
