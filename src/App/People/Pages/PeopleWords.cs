using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;

namespace Muster.People.Pages;

/// <summary>Choices that several pages of this module show.</summary>
internal static class PeopleWords
{
    public static IReadOnlyList<Option> Grades(Tongue t) =>
        [.. People.Grades.Steps.Select(g => new Option(g.Rank.ToString(System.Globalization.CultureInfo.InvariantCulture), t["people.grade.above", t.Pick(g.Zh, g.En)]))];

    public static IReadOnlyList<Option> YesNo(Tongue t) => [new("yes", t["people.yes"]), new("no", t["people.no"])];

    public static IReadOnlyList<Option> Statuses(Tongue t) => [.. PoliticalStatus.All.Select(s => new Option(s.Code, t.Pick(s.Zh, s.En)))];

    public static string Status(Tongue t, string? code) => PoliticalStatus.All.Where(s => s.Code == code).Select(s => t.Pick(s.Zh, s.En)).FirstOrDefault("");

    public static string History(Tongue t, string kind) => kind switch
    {
        HistoryKinds.Served => t["people.history.served"],
        HistoryKinds.Trained => t["people.history.trained"],
        HistoryKinds.Ended => t["people.history.ended"],
        _ => t["people.history.remark"],
    };
}
