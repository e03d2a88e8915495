using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Files;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Board.Pages;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Opening;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Board;

/// <summary>The board of one roster, what is done there by hand, and its spreadsheet.</summary>
internal static class BoardPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/rosters/{id:guid}", async (Guid id, HttpContext http, RosterQueries rosters) => await Show(id, http, rosters, FormInput.Blank()));
        routes.MapPage("/rosters/{id:guid}/export", Export);
        routes.MapForm("/rosters/{id:guid}/fill", async (Guid id, HttpContext http, RosterQueries rosters, FillRosters fill) => await RosterPages.Fill(http, fill, [id], input => Show(id, http, rosters, input)));
        routes.MapForm("/rosters/{id:guid}/publish", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Viewing view) =>
        {
            var t = view.Tongue;
            return await posting.Do(new PublishRosters([id]), await FormInput.Read(http), done => posting.To($"/rosters/{id}", t["rosters.published.done", t.Number(1), t.Number(done.People), t.Number(done.Holes)]), input => Show(id, http, rosters, input));
        });
        routes.MapForm("/rosters/{id:guid}/discard", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Viewing view) =>
            await posting.Do<DiscardRoster, Guid>(await FormInput.Read(http), _ => posting.To("/rosters", view.Tongue["rosters.discarded"]), input => Show(id, http, rosters, input), ("RosterId", id)));
        routes.MapForm("/rosters/{id:guid}/assign", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<AssignShift, Guid>(input, shift => posting.To(Back(id, input, $"turn={shift}"), view.Tongue["board.saved"]), again => Show(id, http, rosters, again));
        });
        routes.MapForm("/rosters/{id:guid}/give", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<GiveTurn, Guid>(input, shift => posting.To(Back(id, input, $"turn={shift}"), view.Tongue["board.saved"]), again => Show(id, http, rosters, again), ("RosterId", id));
        });
        routes.MapForm("/rosters/{id:guid}/lock", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            Guid[]? turns = Guid.TryParse(input["turn"], out var one) ? [one] : null;
            return await posting.Do(new LockShifts(id, input["Locked"] == "true", turns), input, _ => posting.To(Back(id, input, turns is null ? "" : $"turn={one}"), view.Tongue["board.saved"]), again => Show(id, http, rosters, again));
        });
    }

    /// <summary>Back to the days that were looked at.</summary>
    private static string Back(Guid id, FormInput input, string part)
    {
        var query = string.Join('&', new[] { input["from"] is { } from ? $"from={from}" : "", input["span"] is { } span ? $"span={span}" : "", input["view"] is { } view ? $"view={view}" : "", part }.Where(p => p.Length > 0));
        return $"/rosters/{id}" + (query.Length > 0 ? "?" + query : "");
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, RosterQueries rosters, FormInput input)
    {
        if (await rosters.Of(id, http.RequestAborted) is not { } line || await rosters.Ground(id, http.RequestAborted) is not { } ground) return Results.NotFound();
        var (query, status) = (http.Request.Query, input.Broken.Count > 0 ? 422 : 200);
        string? Ask(string name) => query[name].FirstOrDefault() ?? input[name];
        var board = new BoardView(line, ground, DateOnly.TryParse(Ask("from"), CultureInfo.InvariantCulture, out var from) ? from : null, int.TryParse(Ask("span"), CultureInfo.InvariantCulture, out var span) ? span : 0);
        var turn = Guid.TryParse(Ask("turn") ?? input["ShiftId"], out var shift) ? ground.Shifts.FirstOrDefault(s => s.Id == shift) : null;
        var person = Guid.TryParse(Ask("person"), out var who) ? ground.People.FirstOrDefault(p => p.Id == who) : null;
        var day = DateOnly.TryParse(Ask("day"), CultureInfo.InvariantCulture, out var on) && on >= line.StartsOn && on < line.StartsOn.AddDays(line.Days) ? on : (DateOnly?)null;
        // A cell with a turn is the turn.
        if (turn is null && person is not null && day is { } d) turn = board.At(person.Id, d).FirstOrDefault();
        if (Ask("view") == "month")
        {
            var month = DateOnly.TryParseExact(Ask("month"), "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) ? asked : line.StartsOn.AddDays(1 - line.StartsOn.Day);
            return Html.Of<MonthPage>(new { Month = await rosters.Month(line, month, http.RequestAborted) });
        }
        // How posts stand is of now: it says nothing of other days.
        var today = WorkDays.Of(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        var stands = board.IsDraft ? null : await http.RequestServices.GetRequiredService<OpeningQueries>().Of(ground.Shifts.Where(s => s.Day == today).Select(s => s.PostId).Distinct(), http.RequestAborted);
        if (Ask("view") == "day")
        {
            var shown = day ?? (today >= line.StartsOn && today < line.StartsOn.AddDays(line.Days) ? today : line.StartsOn);
            return Html.Of<DayPage>(new { Shown = board, Day = shown, Stands = shown == today ? stands : null, Input = input }, status);
        }
        return Html.Of<BoardPage>(new { Board = board, Stands = stands, Turn = turn, Person = turn is null ? person : null, Chosen = day, Changes = await rosters.Changes(id, http.RequestAborted), Input = input }, status);
    }

    private static async Task Export(Guid id, HttpContext http, RosterQueries rosters, Viewing view)
    {
        if (await rosters.Of(id, http.RequestAborted) is not { } line || await rosters.Ground(id, http.RequestAborted) is not { } ground)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var (t, board) = (view.Tongue, new BoardView(line, ground, null, 0));
        await Spreadsheet.Send(http, $"{line.Area} {line.Name}", sheet =>
        {
            sheet.BeginSheet(t["board.sheet"], [new(t["board.person"], 12), new(t["times.post"], 24), .. board.Days.Select(d => new SheetColumn(BoardWords.Day(t, d), 12)), new(t["board.hours"], 8), new(t["board.nights"], 8)]);
            foreach (var p in board.People)
                sheet.Row([p.Name, board.Post(p.PostId), .. board.Days.Select(d => (SheetValue)string.Join('/', board.At(p.Id, d).Select(s => board.Band(s).Band.Name))), SheetValue.Of(board.Minutes(p.Id) / 60), SheetValue.Of(board.Nights(p.Id))]);
            sheet.BeginSheet(t["board.turns"], [new(t["board.day"], 14), new(t["times.post"], 28), new(t["times.band"], 12), new(t["board.hours.of"], 14), new(t["board.person"], 14), new(t["times.leader"], 8), new(t["board.why"], 50)]);
            foreach (var s in ground.Shifts)
                sheet.Row(s.Day, board.Band(s).Post, board.Band(s).Band.Name, board.Band(s).Band.Hours, ground.People.FirstOrDefault(p => p.Id == s.PersonId)?.Name ?? (s.PersonId is null ? t["board.open"] : "—"), s.Leads ? t["times.yes"] : null, BoardWords.Reason(t, s.Reason));
            return Task.CompletedTask;
        });
    }
}
