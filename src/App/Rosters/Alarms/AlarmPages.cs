using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Alarms.Pages;
using Muster.Rosters.Changing;

namespace Muster.Rosters.Alarms;

/// <summary>Alarms as part of the module: the clock, the list, one alarm with who could cover its turn.</summary>
internal static class AlarmPages
{
    public static IEnumerable<ReadRule> Rules => [ReadRule.Where("alarm", "t.area_id in (select id from area)"), ReadRule.Where("alarm_step", "t.alarm_id in (select id from alarm)")];

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(Rules);
        services.AddSingleton<AlarmQueries>();
        services.AddSingleton(AlarmBell.Rang);
        services.AddSingleton(AlarmBell.TurnMissed);
        services.AddSingleton<AlarmClock>();
        services.AddSingleton(made => new Chore(nameof(SoundAlarms), AlarmClock.Every, made.GetRequiredService<AlarmClock>().Look));
        services.AddSingleton<IListen<ShiftReassigned>, FollowTurns>();
        services.AddSingleton<IListen<PeopleLost>, FollowTurns>();
        services.AddSingleton(new NavItem("alarms", "nav.alarms", "/alarms", "alert", 74));
        services.AddSingleton(new OverviewCard(typeof(AlarmCard), 5));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<SoundAlarms, Sounded>();
        routes.MapAct<TakeAlarms, int>();
        routes.MapAct<AnswerAlarm, Guid>();
        routes.MapPage("/alarms", async (HttpContext http, AlarmQueries alarms, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(http.Request);
            return Html.Of<AlarmsPage>(new { Ask = ask, List = await alarms.Page(ask, Acting.Of(http).Id, stop), Counts = await alarms.Counts(stop) });
        });
        routes.MapPage("/alarms/export", Export);
        routes.MapPage("/alarms/{id:guid}", async (Guid id, HttpContext http, AlarmQueries alarms, TimeProvider clock) => await Show(id, http, alarms, clock, FormInput.Blank()));
        routes.MapForm("/alarms/take", async (HttpContext http, Posting posting, AlarmQueries alarms, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var picked = Selection.Of(input, "/alarms");
            List<Guid> ids = [.. picked.Ids];
            if (picked.All) await foreach (var line in alarms.All(picked.Ask, Acting.Of(http).Id, http.RequestAborted)) ids.Add(line.Id);
            return await posting.Do(new TakeAlarms([.. ids.Distinct()]), input, taken => posting.To("/alarms", view.Tongue["alarms.taken", view.Tongue.Number(taken)]),
                refused => Task.FromResult(Html.To(http, "/alarms", refused.Broken[0].In(view.Tongue.Code), FlashKind.Warning)));
        });
        routes.MapForm("/alarms/{id:guid}/take", async (Guid id, HttpContext http, Posting posting, AlarmQueries alarms, TimeProvider clock, Viewing view) =>
            await posting.Do(new TakeAlarms([id]), await FormInput.Read(http), _ => posting.To($"/alarms/{id}", view.Tongue["alarms.taken.one"]), again => Show(id, http, alarms, clock, again)));
        routes.MapForm("/alarms/{id:guid}/answer", async (Guid id, HttpContext http, Posting posting, AlarmQueries alarms, TimeProvider clock, Viewing view) =>
            await posting.Do<AnswerAlarm, Guid>(await FormInput.Read(http), _ => posting.To("/alarms", view.Tongue["alarms.answered"]), again => Show(id, http, alarms, clock, again), ("AlarmId", id)));
        routes.MapForm("/alarms/{id:guid}/cover", async (Guid id, HttpContext http, Posting posting, AlarmQueries alarms, TimeProvider clock, Viewing view) =>
            await posting.Do<AssignShift, Guid>(await FormInput.Read(http), _ => posting.To($"/alarms/{id}", view.Tongue["board.saved"]), again => Show(id, http, alarms, clock, again)));
        routes.MapGet("/api/alarms", async (HttpContext http, AlarmQueries alarms, CancellationToken stop) =>
        {
            var page = await alarms.Page(TableAsk.Of(http.Request), Acting.Of(http).Id, stop);
            return Results.Json(new { Counts = await alarms.Counts(stop), page.Total, Alarms = page.Rows, page.Next }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/alarms/{id:guid}", async (Guid id, AlarmQueries alarms, TimeProvider clock, CancellationToken stop) => await alarms.Of(id, stop) is { } line
            ? Results.Json(new { Alarm = line, Steps = await alarms.Steps(id, stop), Cover = await alarms.Cover(line, clock.GetUtcNow(), stop) }, Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, AlarmQueries alarms, TimeProvider clock, FormInput input) => await alarms.Of(id, http.RequestAborted) is { } line
        ? Html.Of<OneAlarmPage>(new { Alarm = line, Steps = await alarms.Steps(id, http.RequestAborted), Turn = await alarms.Cover(line, clock.GetUtcNow(), http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200)
        : Results.NotFound();

    private static Task Export(HttpContext http, AlarmQueries alarms, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["alarms.title"], async sheet =>
        {
            sheet.BeginSheet(t["alarms.title"], [new(t["alarms.kind"], 12), new(t["alarms.area"], 22), new(t["alarms.post"], 22), new(t["alarms.turn"], 30), new(t["alarms.person"], 12), new(t["alarms.owner"], 14), new(t["alarms.state"], 16), new(t["alarms.raised"], 18), new(t["alarms.done"], 40)]);
            await foreach (var x in alarms.All(TableAsk.Of(http.Request), Acting.Of(http).Id, http.RequestAborted))
                sheet.Row(t.Of(x.Kind), x.Area, x.Post, $"{t.Moment(x.StartsAt)} – {t.Moment(x.EndsAt)}", x.Person, x.Owner ?? t["alarms.organisers"], AlarmWords.State(t, x), t.Moment(x.RaisedAt), x.Done);
        });
    }
}

/// <summary>Words that the list, the page and the spreadsheet share.</summary>
public static class AlarmWords
{
    public static string State(Tongue t, AlarmLine alarm) => alarm.Outcome is { } outcome ? t.Of(outcome) : alarm.TakenAt is null ? t["alarms.state.untaken"] : t["alarms.state.taken", alarm.TakenBy];

    public static string Ahead(Tongue t, int minutes) => minutes switch { 0 => t["alarms.ahead.now"], < 60 => t["alarms.ahead.minutes", minutes], _ => t["alarms.ahead.hours", minutes / 60] };
}
