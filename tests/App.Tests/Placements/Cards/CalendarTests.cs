using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Links;

namespace Muster.App.Tests.Placements.Cards;

public sealed class CalendarTests
{
    private static readonly DateTimeOffset Start = new(2020, 2, 18, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_place_becomes_an_hour_to_report_with_a_reminder_and_the_whole_time_beside_it()
    {
        var calendar = Read(Calendar.Of(Place("东门") with { EndsAt = Start.AddDays(14) }, Guid.Empty, Start.AddDays(-1), new("报到：", "值守：", "找社书记\n带口罩")));
        Assert.Equal(["VCALENDAR"], calendar.Select(c => c.Name));
        Assert.Equal(["VEVENT", "VEVENT"], calendar[0].Parts.Select(p => p.Name));
        var (report, whole) = (calendar[0].Parts[0], calendar[0].Parts[1]);
        Assert.Equal(("20200218T000000Z", "20200218T010000Z", "20200303T000000Z"), (report["DTSTART"], report["DTEND"], whole["DTEND"]));
        Assert.Equal(("报到： 东门", "第一社区 东门 和平路1号", "找社书记\n带口罩", "OPAQUE"), (report["SUMMARY"], report["LOCATION"], report["DESCRIPTION"], report["TRANSP"]));
        Assert.Equal("-PT2H", Assert.Single(report.Parts)["TRIGGER"]);
        Assert.Equal("TRANSPARENT", whole["TRANSP"]);
        Assert.NotEqual(report["UID"], whole["UID"]);
        Assert.Equal(("2.0", "GREGORIAN"), (calendar[0]["VERSION"], calendar[0]["CALSCALE"]));
    }

    [Fact]
    public void Whatever_the_names_contain_the_calendar_stays_whole_and_says_the_same() => Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), any =>
    {
        var name = new string([.. any.Get.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\u2028' or '\u2029'))]).Trim() + "𠮷，；,;\\";
        var report = Read(Calendar.Of(Place(name), Guid.Empty, Start, new("R", "S", "a\r\nb")))[0].Parts[0];
        Assert.Equal("R " + name, report["SUMMARY"]);
        Assert.Equal("a\nb", report["DESCRIPTION"]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_reader_of_these_tests_refuses_broken_calendars()
    {
        Assert.ThrowsAny<Exception>(() => Read("BEGIN:VCALENDAR\nEND:VCALENDAR\n"));
        Assert.ThrowsAny<Exception>(() => Read("BEGIN:VCALENDAR\r\nEND:VEVENT\r\n"));
        Assert.ThrowsAny<Exception>(() => Read("BEGIN:VCALENDAR\r\nSUMMARY:" + new string('x', 80) + "\r\nEND:VCALENDAR\r\n"));
        Assert.ThrowsAny<Exception>(() => Read("BEGIN:VCALENDAR\r\nSUMMARY:a,b\r\nEND:VCALENDAR\r\n"));
    }

    private static PersonContent Place(string post) => new("演练", null, "张三", "甲局", null, ["第一社区"], post, "和平路1号", Start, null, null, [], 0, null, null, null, Guid.Empty);

    private sealed record Part(string Name)
    {
        public Dictionary<string, string> Values { get; } = [];

        public List<Part> Parts { get; } = [];

        public string this[string key] => Values[key];
    }

    /// <summary>RFC 5545 §3.1, §3.3.11, §3.6: CRLF, 75 octets, folding, nesting, escapes; throws at the first breach.</summary>
    private static List<Part> Read(string text)
    {
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        var physical = text[..^2].Split("\r\n");
        Assert.All(physical, line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.AsSpan().ContainsAny('\r', '\n')));
        var lines = new List<string>();
        foreach (var line in physical)
            if (line.StartsWith(' ')) lines[^1] += line[1..];
            else lines.Add(line);
        var root = new Part("");
        var open = new Stack<Part>([root]);
        foreach (var line in lines)
        {
            var (key, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            if (key == "BEGIN")
            {
                var part = new Part(value);
                open.Peek().Parts.Add(part);
                open.Push(part);
            }
            else if (key == "END") Assert.Equal(value, open.Pop().Name);
            else open.Peek().Values.Add(key, key is "SUMMARY" or "LOCATION" or "DESCRIPTION" ? Unescape(value) : value);
        }
        Assert.Same(root, open.Single());
        Assert.All(root.Parts.SelectMany(c => c.Parts).Where(e => e.Name == "VEVENT"), e => Assert.True(e.Values.ContainsKey("UID") && e.Values.ContainsKey("DTSTAMP")));
        return root.Parts;
    }

    private static string Unescape(string value)
    {
        var text = new StringBuilder();
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or ';') throw new FormatException("A comma or semicolon stands bare.");
            if (value[i] != '\\') text.Append(value[i]);
            else text.Append(value[++i] switch { 'n' => '\n', ',' => ',', ';' => ';', '\\' => '\\', var other => throw new FormatException($"\\{other}") });
        }
        return text.ToString();
    }
}
