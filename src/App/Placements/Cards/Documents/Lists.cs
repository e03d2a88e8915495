using Muster.Placements.Pages;
using Muster.Platform.Files;
using Muster.Platform.Ui.Language;

namespace Muster.Placements.Cards.Documents;

/// <summary>The lists of a plan as one spreadsheet: by area, by agency, the reserve with reasons, the gaps with owners.</summary>
public sealed class Lists(PlanRows rows)
{
    public async Task Write(Stream output, Guid plan, Tongue t, CancellationToken stop)
    {
        using var sheet = new SheetWriter(output, leaveOpen: true);
        SheetColumn street = new(t["papers.street"], 18), area = new(t["papers.area"], 24), post = new(t["papers.post"], 28), person = new(t["papers.person"], 12),
            agency = new(t["papers.agency"], 30), job = new(t["papers.job"], 16), role = new(t["papers.role"], 14), why = new(t["papers.why"], 24);
        sheet.BeginSheet(t["papers.by-area"], [street, area, post, person, agency, job, role, why]);
        await foreach (var p in rows.Placed(plan, byAgency: false, stop)) sheet.Row(p.Street, p.Area, p.Post, p.Name, p.Agency, p.JobTitle, Role(t, p), PlanWords.Why(t, p.Reason));
        sheet.BeginSheet(t["papers.by-agency"], [agency, person, job, street, area, post, role]);
        await foreach (var p in rows.Placed(plan, byAgency: true, stop)) sheet.Row(p.Agency, p.Name, p.JobTitle, p.Street, p.Area, p.Post, Role(t, p));
        sheet.BeginSheet(t["papers.reserve"], [agency, person, job, why]);
        await foreach (var r in rows.Reserve(plan, stop)) sheet.Row(r.Agency, r.Name, r.JobTitle, PlanWords.Why(t, r.Reason.Length > 0 ? r.Reason : r.Code));
        sheet.BeginSheet(t["papers.gaps"], [street, area, post, new(t["papers.missing"], 10), why, new(t["papers.owner"], 14)]);
        await foreach (var g in rows.Gaps(plan, stop)) sheet.Row(g.Street, g.Area, g.Post, g.Missing, PlanWords.Why(t, g.Reason), g.Owner);
    }

    public static string Role(Tongue t, PlacedRow p) => p.Seat ?? PlanWords.Role(t, p.Role);
}
