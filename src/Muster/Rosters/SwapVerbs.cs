using System.CommandLine;
using Muster.Rosters.Swapping;

namespace Muster.Cli.Rosters;

/// <summary><c>muster swap …</c>: swaps that people asked for, answering them, and the terms. Asking and accepting is each person's own, on the phone.</summary>
internal static class SwapVerbs
{
    private static readonly Option<Guid> Which = new("--swap") { Description = "id of the swap", Required = true };

    public static Command Make() => new("swap", "turns that people exchange or give away") { Show(), Answer(), Undo(), Terms() };

    private static Command Show()
    {
        var state = new Option<SwapState?>("--state") { Description = "Asked, Accepted (waits for the host), Done, Declined, Refused, Withdrawn, Lapsed or Undone (default: all)" };
        return StoreVerb.Make("show", "swaps, the latest first", [state, StoreVerb.Words], (parse, muster, stop) =>
            StoreVerb.List<SwapLine>(parse, muster, StoreVerb.Asked("/api/swaps", ("state", parse.GetValue(state)), ("q", parse.GetValue(StoreVerb.Words))),
                s => $"{s.Id} {s.State,-9} {s.From} → {s.TakenBy ?? s.To ?? "anybody"} {s.Area} {s.Post} {s.StartsAt:u}{(s.BackStartsAt is { } back ? $" for {s.BackPost} {back:u}" : s.Exchange ? " in exchange" : "")}", stop));
    }

    private static Command Answer()
    {
        var grant = new Option<bool>("--grant") { Description = "agree; without it the swap is refused" };
        var why = new Option<string?>("--why") { Description = "the answer; needed where it is refused" };
        return StoreVerb.Make("answer", "agree to a swap that waits for the host, or refuse it; every rule is asked again", [Which, grant, why], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new AnswerSwap(parse.GetValue(Which), parse.GetValue(grant), parse.GetValue(why) ?? ""), state => $"{state}", stop));
    }

    private static Command Undo()
    {
        var why = new Option<string>("--why") { Description = "the reason", Required = true };
        return StoreVerb.Make("undo", "take a swap back that was done", [Which, why], (parse, muster, stop) => StoreVerb.Do(parse, muster, new UndoSwap(parse.GetValue(Which), parse.GetValue(why)!), state => $"{state}", stop));
    }

    private static Command Terms()
    {
        var emergency = new Option<Guid>("--emergency") { Description = "id of the emergency", Required = true };
        var lead = new Option<int>("--lead-hours") { Description = "people swap by themselves until so many hours before", Required = true };
        var approval = new Option<SwapApproval>("--approval") { Description = "when the host has to agree: Always, OtherPost or Never", Required = true };
        return StoreVerb.Make("terms", "say what an emergency asks of swaps", [emergency, lead, approval], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new SetSwapTerms(parse.GetValue(emergency), parse.GetValue(lead), parse.GetValue(approval)), _ => "set", stop));
    }
}
