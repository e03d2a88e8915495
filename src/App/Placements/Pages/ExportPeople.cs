using Microsoft.AspNetCore.Http;
using Muster.Platform.Files;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Pages;

/// <summary>The people of a plan, as searched and filtered, as a spreadsheet; streamed, so that a province can be sent.</summary>
internal static class ExportPeople
{
    public static async Task Send(HttpContext http, Guid plan, PlanQueries plans, Tongue t)
    {
        await Spreadsheet.Send(http, t["plans.people.file"], async sheet =>
        {
            sheet.BeginSheet(t["plans.people.file"], [new(t["plans.person"], 12), new(t["plans.agency"], 26), new(t["plans.area"], 26), new(t["plans.post"], 26), new(t["plans.role"], 14), new(t["plans.why"], 30)]);
            await foreach (var p in plans.Everyone(plan, TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(p.Name, p.Agency, p.Area ?? t["plans.reserve"], p.Post, p.Role is null ? null : PlanWords.Role(t, p.Role), PlanWords.Why(t, p.Reason));
        });
    }
}

/// <summary>Recorded codes in words; what a person wrote stays as written.</summary>
internal static class PlanWords
{
    public static string Why(Tongue t, string reason) => reason switch
    {
        "near" => t["plans.why.near"],
        "seat" => t["plans.why.seat"],
        "skill" => t["plans.why.skill"],
        "stayed" => t["plans.why.stayed"],
        "stay" => t["plans.why.stay"],
        "full" => t["plans.why.full"],
        "enough" => t["plans.why.enough"],
        "pinned" => t["plans.why.pinned"],
        PinPeople.FreedCode => t["plans.why.freed"],
        ReadmitPeople.ReadmittedCode => t["plans.why.readmitted"],
        EndPlacements.RecalledCode => t["plans.why.recalled"],
        EndPlacements.EndedCode => t["plans.why.ended"],
        ReplaceWave.RelievedCode => t["plans.why.relieved"],
        RepairPlan.LostCode => t["plans.why.lost"],
        "too-few-people" => t["plans.why.too-few"],
        "limit-too-low" => t["plans.why.limit"],
        "reserve-bound" => t["plans.why.bound"],
        "moved-by-hand" => t["plans.why.moved"],
        GapsInForce.AreaChanged => t["plans.why.area-changed"],
        GapsInForce.PeopleLeft => t["plans.why.people-left"],
        Following.ClosedCode => t["plans.why.place-closed"],
        _ => reason,
    };

    public static string Role(Tongue t, string role) => role switch
    {
        KeepSolution.Member => t["plans.role.member"],
        _ => Enum.TryParse<Organisation.SeatKind>(role, out var kind) ? t.Of(kind) : role,
    };
}
