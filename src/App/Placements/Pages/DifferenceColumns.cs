using Muster.Placements.Standing.Pages;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Pages;

/// <summary>How a difference between two plans stands in a list and in a spreadsheet: who, from where, to where, why, at what cost.</summary>
internal static class DifferenceColumns
{
    public static Column<PlanDifference>[] Of(Tongue t, Guid plan) =>
    [
        new(t["plans.person"], d => builder =>
        {
            builder.OpenElement(0, "a");
            builder.AddAttribute(1, "href", $"/plans/{plan}/people/{d.PersonId}");
            builder.AddContent(2, d.Name);
            builder.CloseElement();
        }) { Main = true, Sort = "name" },
        Column<PlanDifference>.Text(t["plans.agency"], d => d.Agency),
        new(t["plans.before"], d => Marked("del", d.FromArea is null ? t["plans.reserve"] : Place(d.FromArea, d.FromPost))),
        new(t["plans.after"], d => Marked("ins", d.ToArea is null ? t["plans.reserve"] : Place(d.ToArea, d.ToPost))),
        Column<PlanDifference>.Text(t["plans.why"], d => Why(t, d)),
        Column<PlanDifference>.Text(t["repaired.cost"], d => Cost(t, d)) with { Number = true, Sort = "cost" },
    ];

    public static string Place(string area, string? post) => post is null ? area : $"{area} · {post}";

    public static string Why(Tongue t, PlanDifference d) => d.ToArea is null ? StandingWords.Why(t, d.Code, d.Why)
        : d.FromArea is null ? t["difference.called", PlanWords.Why(t, d.Why ?? "")] : t["difference.moved", PlanWords.Why(t, d.Why ?? "")];

    /// <summary>After less before, where both are known.</summary>
    public static long? Change(PlanDifference d) => d.ToArea is null ? null : d.CostAfter - (d.FromArea is null ? 0 : d.CostBefore);

    private static string Cost(Tongue t, PlanDifference d) => Change(d) is { } change ? (change > 0 ? "+" : "") + t.Number(change) : "";

    private static Microsoft.AspNetCore.Components.RenderFragment Marked(string element, string text) => builder =>
    {
        builder.OpenElement(0, element);
        builder.AddContent(1, text);
        builder.CloseElement();
    };
}
