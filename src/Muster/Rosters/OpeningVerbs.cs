using System.CommandLine;
using Muster.Rosters.Opening;

namespace Muster.Cli.Rosters;

/// <summary><c>muster opening …</c>: what must be at a post before it opens, opening it, and which stand unopened.</summary>
internal static class OpeningVerbs
{
    private static readonly Option<Guid> Post = new("--post") { Description = "id of the post", Required = true };

    public static Command Make() => new("opening", "kit and briefing of posts, and opening them") { Show(), Kits(), Kit(), Open(), Close() };

    private static Command Show()
    {
        var state = new Option<string?>("--state") { Description = "closed (not opened though it must be), short (opened without something) or open (default: all)" };
        return StoreVerb.Make("show", "posts that somebody stands at now or in the next hours", [state, StoreVerb.Words], (parse, muster, stop) =>
            StoreVerb.List<OpeningLine>(parse, muster, StoreVerb.Asked("/api/openings", ("state", parse.GetValue(state)), ("q", parse.GetValue(StoreVerb.Words))),
                o => $"{o.PostId} {o.Openness,-8} {o.Area} {o.Post} {o.OpenedAt:u} {o.OpenedBy} {(o.Missing is { Length: > 0 } missing ? $"without {missing}: {o.Reason}" : "")}".TrimEnd(), stop));
    }

    private static Command Kits() => StoreVerb.Make("kits", "lists of what must be there, of kinds of posts and of posts", [StoreVerb.Words], (parse, muster, stop) =>
        StoreVerb.List<KitLine>(parse, muster, StoreVerb.Asked("/api/kits", ("q", parse.GetValue(StoreVerb.Words))), k => $"{k.Kind ?? $"{k.Area} {k.Post} ({k.PostId})"}: {string.Join(", ", k.Items)}{(k.Briefing.Length > 0 ? $"; briefing: {k.Briefing}" : "")}", stop));

    private static Command Kit()
    {
        var kind = new Option<string?>("--kind") { Description = "every post of this kind" };
        var post = new Option<Guid?>("--post") { Description = "or id of one post" };
        var items = new Option<string[]>("--item") { Description = "a thing that must be there; several may be given, none takes the list away", AllowMultipleArgumentsPerToken = true };
        var briefing = new Option<string?>("--briefing") { Description = "what is said before somebody stands there first" };
        return StoreVerb.Make("kit", "say what must be there before a post, or every post of a kind, opens", [kind, post, items, briefing], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new SetKitList(parse.GetValue(kind), parse.GetValue(post), string.Join('\n', parse.GetValue(items) ?? []), parse.GetValue(briefing) ?? ""), id => $"list {id}", stop));
    }

    private static Command Open()
    {
        var there = new Option<string[]>("--there") { Description = "a thing of the list that is there; several may be given", AllowMultipleArgumentsPerToken = true };
        var briefed = new Option<bool>("--briefed") { Description = "those who stand there were briefed" };
        var reason = new Option<string?>("--reason") { Description = "why it opens without something" };
        return StoreVerb.Make("open", "open a post, or confirm it anew; without its kit and briefing only for a reason", [Post, there, briefed, reason], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new OpenPost(parse.GetValue(Post), parse.GetValue(there), parse.GetValue(briefed), parse.GetValue(reason) ?? ""), id => $"opened: {id}", stop));
    }

    private static Command Close() => StoreVerb.Make("close", "close a post that was open", [Post], (parse, muster, stop) =>
        StoreVerb.Do(parse, muster, new ClosePostOpening(parse.GetValue(Post)), _ => "closed", stop));
}
