using System.Globalization;
using System.Text;

namespace Muster.Placements.Cards.Links;

/// <summary>
/// A person's place as an iCalendar file (RFC 5545): reporting as an hour with a reminder, and, when the end is known, the whole time as a
/// second event that blocks nothing. Moments are in UTC, so that no time zone has to travel along.
/// </summary>
public static class Calendar
{
    public const string ContentType = "text/calendar; charset=utf-8";

    private const int OctetsPerLine = 75;

    /// <param name="id">The placement: the same place keeps its event, so that a second download replaces the first.</param>
    /// <param name="madeAt">When the placement was made.</param>
    public static string Of(PersonContent place, Guid id, DateTimeOffset madeAt, CalendarWords words)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//Muster//Muster 1//ZH");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "METHOD:PUBLISH");
        Event(text, place, id.ToString("n"), madeAt, words.Report, place.StartsAt, place.StartsAt.AddHours(1), words, reminds: true);
        if (place.EndsAt is { } ends && ends > place.StartsAt.AddHours(1))
            Event(text, place, id.ToString("n") + "-all", madeAt, words.Serve, place.StartsAt, ends, words, reminds: false);
        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, PersonContent place, string id, DateTimeOffset madeAt, string title, DateTimeOffset from, DateTimeOffset to,
        CalendarWords words, bool reminds)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{id}@muster");
        Line(text, "DTSTAMP:" + Utc(madeAt));
        Line(text, "DTSTART:" + Utc(from));
        Line(text, "DTEND:" + Utc(to));
        Line(text, "SUMMARY:" + Escape($"{title} {place.Post ?? place.Above[^1]}"));
        Line(text, "LOCATION:" + Escape(string.Join(' ', (IEnumerable<string?>)[.. place.Above, place.Post, place.Address])));
        Line(text, "DESCRIPTION:" + Escape(words.Description));
        Line(text, "TRANSP:" + (reminds ? "OPAQUE" : "TRANSPARENT"));
        if (reminds)
        {
            Line(text, "BEGIN:VALARM");
            Line(text, "ACTION:DISPLAY");
            Line(text, "DESCRIPTION:" + Escape(title));
            Line(text, "TRIGGER:-PT2H");
            Line(text, "END:VALARM");
        }
        Line(text, "END:VEVENT");
    }

    private static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) => text.ReplaceLineEndings("\n").Trim().Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>Lines are at most 75 octets; a longer one goes on after CRLF and a space, never inside a character.</summary>
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > OctetsPerLine)
            {
                text.Append("\r\n ");
                octets = 1;
            }
            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }
        text.Append("\r\n");
    }
}

/// <summary>The calendar's sentences in the reader's language.</summary>
/// <param name="Report">What the first hour is called.</param>
/// <param name="Serve">What the whole time is called.</param>
/// <param name="Description">To whom, with whom, what to bring; lines.</param>
public sealed record CalendarWords(string Report, string Serve, string Description);
