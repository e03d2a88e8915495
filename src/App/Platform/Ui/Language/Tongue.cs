using System.Globalization;
using Muster.Platform.Acts;

namespace Muster.Platform.Ui.Language;

/// <summary>One language: its sentences, and how it writes numbers, days and moments. Moments are shown in China's time (UTC+8).</summary>
public sealed class Tongue(string code, IReadOnlyDictionary<string, string> sentences)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;
    private static readonly Wording Words = new();

    /// <summary><c>zh-CN</c>, <c>zh-Hant</c> or <c>en</c>.</summary>
    public string Code => code;

    public bool IsChinese => code != Texts.English;

    /// <summary>A Chinese sentence of ours, in the characters this language has.</summary>
    private string Written(string chinese) => code == Texts.Hant ? Traditional.Of(chinese) : chinese;

    /// <summary>The sentence with its values put in; a key that is nowhere shows itself, so that it is seen (and a test finds it).</summary>
    public string this[string key, params object?[] values] => sentences.TryGetValue(key, out var sentence)
        ? values.Length == 0 ? sentence : string.Format(Words, sentence, values)
        : key;

    /// <summary>What stands between a word and what it introduces.</summary>
    public string Colon => IsChinese ? "：" : ": ";

    /// <summary>The word for a value of an enum, from the key <c>word.{Enum}.{Value}</c>.</summary>
    public string Of<T>(T value) where T : struct, Enum => this[$"word.{typeof(T).Name}.{value}"];

    public string Of(Broken broken) => IsChinese ? Written(broken.Zh) : broken.En;

    /// <summary>Picks between a record's two names.</summary>
    public string Pick(string chinese, string english) => IsChinese ? Written(chinese) : english;

    public string Number(long number) => number.ToString("N0", Plain);

    public string Number(double number, int decimals = 1) => number.ToString("N" + decimals.ToString(Plain), Plain);

    /// <param name="share">0 to 1. Never rounded up to 100 %, nor down to 0 %.</param>
    public string Percent(double share) => share switch
    {
        > 0.999 and < 1 => "99.9%",
        > 0 and < 0.001 => "0.1%",
        _ => (share * 100).ToString(share is 0 or 1 ? "0" : "0.#", Plain) + "%",
    };

    public string Day(DateOnly day) => IsChinese ? day.ToString("yyyy年M月d日", Plain) : day.ToString("d MMM yyyy", Plain);

    public string Day(DateTimeOffset at) => Day(DateOnly.FromDateTime(at.ToOffset(China).DateTime));

    public string Moment(DateTimeOffset at) => Day(at) + at.ToOffset(China).ToString(" HH:mm", Plain);

    public string Clock(DateTimeOffset at) => at.ToOffset(China).ToString("HH:mm:ss", Plain);

    /// <summary>A turn, of a day at most: its day without the year, and both hours.</summary>
    public string Turn(DateTimeOffset from, DateTimeOffset to) => from.ToOffset(China).ToString(IsChinese ? "M月d日 HH:mm" : "d MMM HH:mm", Plain) + to.ToOffset(China).ToString("–HH:mm", Plain);

    /// <summary>A length of time in its two largest units.</summary>
    public string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => this["ui.span.seconds", Number(span.TotalSeconds)],
        { TotalMinutes: < 1 } => this["ui.span.seconds", (int)span.TotalSeconds],
        { TotalHours: < 1 } => this["ui.span.minutes", (int)span.TotalMinutes, span.Seconds],
        { TotalDays: < 1 } => this["ui.span.hours", (int)span.TotalHours, span.Minutes],
        _ => this["ui.span.days", (int)span.TotalDays, span.Hours],
    };

    public string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{Number(bytes / 1024.0)} KB",
        _ => $"{Number(bytes / 1024.0 / 1024)} MB",
    };

    /// <summary>Plain values, and <c>{0:place|places}</c>: the first word where the value is one, else the second.</summary>
    private sealed class Wording : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : Plain.GetFormat(formatType);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            if (format?.IndexOf('|', StringComparison.Ordinal) is >= 0 and var bar) return Convert.ToString(arg, Plain) == "1" ? format[..bar] : format[(bar + 1)..];
            return arg is IFormattable value ? value.ToString(format, Plain) : Convert.ToString(arg, Plain) ?? "";
        }
    }
}
