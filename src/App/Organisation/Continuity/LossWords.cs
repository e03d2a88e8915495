using Muster.Platform.Ui.Language;

namespace Muster.Organisation.Continuity;

/// <summary>How pages and papers say what became of a place.</summary>
internal static class LossWords
{
    public static string Way(Tongue t, TakeoverLine row) => t.Of(row.Way) + (row.Exposed ? t["losses.exposed"] : "") + Passed(t, row.Passed) + Given(t, row);

    private static string Given(Tongue t, TakeoverLine row) => row is { Given: { } role, Undone: false } ? t["losses.given", t.Of(role), t.Moment(row.GivenUntil ?? default)] : "";

    public static string? SeatHref(TakeoverLine row) => row.EmergencyId is { } e ? $"/emergencies/{e}/seats/{row.SeatId}" : row.AreaId is { } area ? $"/commands/{area}" : null;

    private static string Passed(Tongue t, string passed)
    {
        var said = TakeoverRules.Passed(passed).Select(p => $"{Code(t, p.Code)} {t.Number(p.Count)}").ToList();
        return said.Count == 0 ? "" : t["losses.passed", string.Join(t.IsChinese ? "、" : ", ", said)];
    }

    private static string Code(Tongue t, string code) => code switch
    {
        TakeoverRules.ExposedCode => t["losses.code.exposed"],
        "person-lost" => t["losses.code.lost"],
        "person-ended" => t["losses.code.ended"],
        "grade-unknown" or "grade-too-low" => t["losses.code.grade"],
        "not-a-member" => t["losses.code.member"],
        "not-an-alternate" => t["losses.code.alternate"],
        _ => code,
    };
}
