using System.CommandLine;
using Muster.Rosters.Owed;

namespace Muster.Cli.Rosters;

/// <summary><c>muster owed …</c>: missed turns, and what makes them up (补课).</summary>
internal static class OwedVerbs
{
    public static Command Make() => new("owed", "missed turns that are to be made up") { Show(), Record(), WriteOff() };

    private static Command Show()
    {
        var state = new Option<OwedState?>("--state") { Description = "Owed, MadeUp, WrittenOff or Cleared (default: all)" };
        var area = new Option<Guid?>("--area") { Description = "id of an area, with all below it" };
        return StoreVerb.Make("show", "missed turns and the turns that make them up, the latest first", [state, area, StoreVerb.Words], (parse, muster, stop) =>
            StoreVerb.List<OwedLine>(parse, muster, StoreVerb.Asked("/api/owed", ("state", parse.GetValue(state)), ("under", parse.GetValue(area)), ("q", parse.GetValue(StoreVerb.Words))),
                o => $"{o.Id} {o.State,-10} {o.Person} {o.Area} {o.Post} {o.StartsAt:u}{(o.ByStartsAt is { } by ? $" → {o.ByPost} {by:u}" : "")} {o.Reason}", stop));
    }

    private static Command Record() => StoreVerb.Make("record", "look for missed and made-up turns now; the server does it by the clock", [], (parse, muster, stop) =>
        StoreVerb.Do(parse, muster, new RecordOwed(), d => $"{d.Missed:N0} missed, {d.MadeUp:N0} made up, {d.Cleared:N0} cleared", stop));

    private static Command WriteOff()
    {
        var which = new Option<Guid>("--owed") { Description = "id of the missed turn", Required = true };
        var why = new Option<string>("--why") { Description = "the reason", Required = true };
        return StoreVerb.Make("write-off", "say that a missed turn need not be made up", [which, why], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new WriteOffOwed(parse.GetValue(which), parse.GetValue(why)!), _ => "written off", stop));
    }
}
