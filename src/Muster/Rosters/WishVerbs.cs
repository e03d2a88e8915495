using System.CommandLine;
using Muster.Rosters.Wishes;

namespace Muster.Cli.Rosters;

/// <summary><c>muster wish …</c>: days on which people would like turns or rather not. Making one is each person's own, on the phone.</summary>
internal static class WishVerbs
{
    public static Command Make() => new("wish", "days on which people would like turns or rather not") { Show() };

    private static Command Show() => StoreVerb.Make("show", "wishes that stand", [StoreVerb.Words], (parse, muster, stop) =>
        StoreVerb.List<WishLine>(parse, muster, StoreVerb.Asked("/api/wishes", ("q", parse.GetValue(StoreVerb.Words))),
            w => $"{w.Id} {w.Person}: {(w.Wanted ? "would like" : "rather not")} {w.Part} {w.StartsOn:yyyy-MM-dd} – {w.EndsOn.AddDays(-1):yyyy-MM-dd}", stop));
}
