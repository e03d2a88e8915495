using Muster.Platform.Ui.Language;

namespace Muster.Placements.Cards;

/// <summary>How lists of names and labels are written in either language; text files keep no spaces at their ends.</summary>
internal static class CardWords
{
    public static string Comma(Tongue t) => t.Pick("、", ", ");

    public static string Colon(Tongue t) => t.Pick("：", ": ");

    /// <summary>At most so many names, and how many it is in all with the person whose card it is.</summary>
    public static string With(Tongue t, PersonContent content, int most = PersonContent.WithMost) => content.WithCount == 0
        ? t["cards.with.none"]
        : string.Join(Comma(t), content.With.Take(most)) + (content.WithCount > Math.Min(most, content.With.Count) ? t.Pick("", " ") + t["cards.with.more", content.WithCount + 1] : "");

    public static string People(Tongue t, PlaceContent content) => t["cards.people.count", content.People.Count]
        + (content.Minimum is { } minimum ? t.Pick("", " ") + t["cards.people.minimum", minimum] : "");

    public static string Post(Tongue t, PlaceContent content) => (content.Kind ?? t["cards.post.area"])
        + (content.PostNumber is null ? "" : t.Pick("，", ", ") + t["cards.post.number", content.PostNumber])
        + (content.Times is null ? "" : t.Pick("。", ". ") + content.Times);
}
