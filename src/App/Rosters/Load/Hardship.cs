namespace Muster.Rosters.Load;

/// <summary>
/// Points of hardship of a turn, this program's own measure: the same turn is the same points for everybody, so that they can be added and compared.
/// Not a rank of people: it says who is spared first.
/// </summary>
public static class Hardship
{
    public const int Night = 2, DayOff = 1, LongTurn = 1, Exposed = 1;

    /// <summary>A turn is long from so many minutes on.</summary>
    public const int LongMinutes = 12 * 60;

    /// <summary>Kinds of post with more danger or dirt than others.</summary>
    public static readonly IReadOnlyList<string> ExposedKinds = ["消杀", "重点人防控"];

    public static int Of(bool night, bool dayOff, int minutes, string kind) =>
        (night ? Night : 0) + (dayOff ? DayOff : 0) + (minutes >= LongMinutes ? LongTurn : 0) + (ExposedKinds.Contains(kind) ? Exposed : 0);
}
