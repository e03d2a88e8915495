using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Identity;

namespace Muster.Rosters;

/// <summary>Why somebody is away or swaps, and of whom a relief must know, are for who answers it, one record at a time; lists and everybody else do without.</summary>
internal static class Answering
{
    public static bool By(HttpContext http) => Acting.Of(http) is var actor && (actor.May(Permission.MakeRosters) || actor.Standing?.MaySomewhere(Permission.MakeRosters) == true);
}
