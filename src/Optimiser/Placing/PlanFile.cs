using System.Globalization;
using Muster.Optimiser.Placing.Csv;

namespace Muster.Optimiser.Placing;

/// <summary>
/// A plan as csv: PLAN (person, place, role, skill, reason), PLAN.certificate.csv (prices) and PLAN.summary.csv
/// (tiers, cost by part, bound). Only the first is needed to read a plan back.
/// </summary>
public static class PlanFile
{
    public static string CertificatePath(string plan) => plan + ".certificate.csv";

    public static string SummaryPath(string plan) => plan + ".summary.csv";

    /// <param name="reasons">Why a person is in reserve, by person; null leaves the column empty.</param>
    public static void Write(PlacingProblem problem, PlacingPlan plan, string path, Func<int, string>? reasons = null)
    {
        using (var file = new CsvWriter(File.Create(path)))
        {
            file.Row("person", "place", "role", "skill", "reason");
            for (var i = 0; i < plan.Place.Length; i++)
            {
                file.Field(problem.People[i].Id);
                file.Field(plan.Place[i] < 0 ? "" : problem.Places[plan.Place[i]].Id);
                file.Field(plan.Seat[i] < 0 ? "" : problem.Seats[plan.Seat[i]].Role);
                file.Field(plan.Want[i] < 0 ? "" : problem.Skills[problem.Wants[plan.Want[i]].Skill]);
                file.Field(plan.Place[i] < 0 && reasons is not null ? reasons(i) : "").End();
            }
        }

        WriteSummary(plan, SummaryPath(path));
        if (plan.Prices is { } prices) WriteCertificate(problem, prices, CertificatePath(path));
        else File.Delete(CertificatePath(path));
    }

    /// <summary>Reads a plan of this problem. Tiers, cost and bound are as the summary states them, unchecked.</summary>
    /// <exception cref="FolderException">A line names somebody or something the problem does not have, or a person is missing or doubled.</exception>
    public static PlacingPlan Read(PlacingProblem problem, string path) => new PlanReading(problem, path).Read();

    private static void WriteSummary(PlacingPlan plan, string path)
    {
        using var file = new CsvWriter(File.Create(path));
        file.Row("key", "value", "bound", "proved");
        foreach (var tier in plan.Tiers)
            file.Field(tier.Name).Field(tier.Value).Field(tier.Bound).Field(tier.Proved ? "yes" : "no").End();
        var cost = plan.Cost;
        (string Key, long Value)[] parts =
        [
            ("travel", cost.Travel), ("pairing", cost.Pairing), ("skill", cost.Skill), ("change", cost.Change),
            ("wish", cost.Wish), ("team", cost.Team), ("alone", cost.Alone), ("mix", cost.Mix),
            ("placed", plan.Placed), ("in-reserve", plan.Reserve),
        ];
        foreach (var (key, value) in parts) file.Field(key).Field(value).Empty().Empty().End();
        file.Row("gap", plan.Gap.ToString("R", CultureInfo.InvariantCulture), "", "");
        file.Row("end", plan.End.ToString(), "", "");
    }

    private static void WriteCertificate(PlacingProblem problem, PlacingPrices prices, string path)
    {
        using var file = new CsvWriter(File.Create(path));
        file.Row("kind", "place", "name", "high", "low");
        for (var p = 0; p < problem.Places.Length; p++)
            Row("place", problem.Places[p].Id, "", prices.PlaceHigh[p], prices.PlaceLow[p]);
        for (var s = 0; s < problem.Seats.Length; s++)
        {
            var seat = problem.Seats[s];
            Row("seat", problem.Places[seat.Place].Id, seat.Role, prices.SeatHigh[s], prices.SeatLow[s]);
        }

        for (var w = 0; w < problem.Wants.Length; w++)
        {
            var want = problem.Wants[w];
            Row("want", problem.Places[want.Place].Id, problem.Skills[want.Skill], prices.WantHigh[w], prices.WantLow[w]);
        }

        for (var a = 0; a < problem.Agencies.Length; a++)
            Row("agency", "", problem.Agencies[a].Id, prices.AgencyHigh[a], prices.AgencyLow[a]);

        void Row(string kind, string place, string name, long high, long low)
        {
            if (high != 0 || low != 0) file.Field(kind).Field(place).Field(name).Field(high).Field(low).End();
        }
    }
}
