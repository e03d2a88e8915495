using Muster.Platform.Access;
using Muster.Platform.Privacy;

namespace Muster.Rehearsal.Crawl;

/// <summary>What may be seen where, by the catalogue; pure.</summary>
public static class CrawlRules
{
    public const string Stranger = "Stranger";

    /// <summary>Routes that show whom to report to.</summary>
    private static readonly string[] OfContacts = ["/cards/", "/me/{", "/plans/{plan}/cards", "/in-force/{e}/cards", "/api/cards", "/losses/{id}/dossier", "/api/losses/{id}/dossier"];

    private static readonly Dictionary<string, (string Role, string Route)[]> Told = new(StringComparer.Ordinal)
    {
        ["leave.reason"] = Answered("/leave/{id}", "/field/leave"), ["leave.answer"] = Answered("/leave/{id}", "/field/leave"),
        ["swap.reason"] = Answered("/swaps/{id}", "/field/swaps"), ["swap.answer"] = Answered("/swaps/{id}", "/field/swaps"), ["handover_note.people"] = Answered("/handovers/{id}", "/field/handover/{shift}"),
    };

    /// <summary>The page of who answers, and the own one with what its phone fetches; the crawl's member is one of the two concerned.</summary>
    private static (string, string)[] Answered(string desk, string own) => [(nameof(Role.Organiser), desk), (nameof(Role.Member), own), (nameof(Role.Member), "/api" + own)];

    /// <summary>Whether the route is one where a telephone stands in full, for whoever has to be reached.</summary>
    public static bool ShowsContacts(string route) => OfContacts.Any(r => route.StartsWith(r, StringComparison.Ordinal));

    /// <param name="role">A <see cref="Role"/>, or <see cref="Stranger"/>.</param>
    /// <param name="route">The pattern, constraints taken off.</param>
    public static bool May(Canary canary, string role, string route)
    {
        var field = canary.Field;
        var personalLink = route.StartsWith("/me/{", StringComparison.Ordinal);
        // Its calendar and its own address stand on the page of a link.
        if (field.Name == "personal_link.token_hash") return personalLink;
        // Why somebody is away or swaps, and of whom a relief must know, are for who answers it and whose it is.
        if (Told.TryGetValue(field.Name, out var told)) return told.Any(t => t.Role == role && t.Route == route);
        if (field.Shown == FieldShowing.Masked || field.Class >= FieldClass.Sensitive)
            return canary.Contact && field.Column == "sealed_phone" && ShowsContacts(route) && (personalLink || InTheField(role));
        // The link in a stranger's hand is what lets in: it shows the place and who serves there, by name.
        if (personalLink) return field.Class == FieldClass.Work && field.Shown is FieldShowing.Scope or FieldShowing.Contact;
        return field.Shown switch
        {
            FieldShowing.Scope or FieldShowing.Contact => InTheField(role),
            FieldShowing.Editing => InTheField(role) && route == "/people/{id}/edit",
            FieldShowing.Accounts => Seen(route, "/accounts", "/api/accounts", "/me", "/destructions", "/api/destructions") || Owns(field, role),
            FieldShowing.Trail => role == nameof(Role.AuditAdministrator) && Seen(route, "/audit"),
            _ => false,
        };
    }

    /// <summary>Who approves a list is named to who asked for it.</summary>
    private static bool Owns(PersonalField field, string role) => field.Name == "account.display_name" && InTheField(role);

    private static bool Seen(string route, params string[] begins) => begins.Any(b => route.StartsWith(b, StringComparison.Ordinal));

    private static bool InTheField(string role) => Enum.TryParse<Role>(role, out var one) && RoleRules.Kind(one) == RoleKind.Field;
}
