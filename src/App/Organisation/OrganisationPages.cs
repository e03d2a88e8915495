using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Organisation.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation;

/// <summary>The pages of the formation (a chart that prints) and of seats.</summary>
internal static class OrganisationPages
{
    /// <summary>A chart of more formations is opened part by part.</summary>
    private const int WholeMax = 1500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/emergencies/{id:guid}/formation", async (Guid id, Guid? at, Stores stores, CancellationToken stop) => await Chart(id, at, FormInput.Blank(), null, stores, stop));
        routes.MapForm("/emergencies/{id:guid}/formation/grow", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view, TimeProvider clock) =>
        {
            var input = await FormInput.Read(http);
            var act = new GrowFormation(id, Enum.TryParse<FormationTemplate>(input["Template"], out var template) ? template : FormationTemplate.ThreeTier,
                new(Branches: int.TryParse(input["Branches"], out var n) ? n : null));
            if (input["preview"] is null)
                return await posting.Do(act, input, o => posting.To($"/emergencies/{id}/formation", view.Tongue["organisation.grown", view.Tongue.Number(o.Formations), view.Tongue.Number(o.SeatsMade)]),
                    again => Chart(id, null, again, null, stores, http.RequestAborted));
            try
            {
                await using var store = await stores.Open(http.RequestAborted);
                return await Chart(id, null, input, await act.Preview(store.Sql, clock.GetUtcNow(), http.RequestAborted), stores, http.RequestAborted);
            }
            catch (Refused refused)
            {
                return await Chart(id, null, input.With(refused.Rules), null, stores, http.RequestAborted);
            }
        });
        routes.MapPage("/emergencies/{id:guid}/formation/export", async (Guid id, HttpContext http, Stores stores, Viewing view, CancellationToken stop) =>
        {
            var t = view.Tongue;
            await using var store = await stores.Open(stop);
            var tree = await FormationQueries.Tree(store.Sql, id, 200_000, stop);
            await Spreadsheet.Send(http, t["organisation.title"], sheet =>
            {
                sheet.BeginSheet(t["organisation.title"], [new(t["organisation.depth"], 8), new(t["organisation.kind"], 12), new(t["organisation.name"], 40), new(t["organisation.leader"], 14), new(t["organisation.alternate"], 14), new(t["organisation.members"], 10), new(t["organisation.units"], 10)]);
                foreach (var f in tree) sheet.Row(f.Depth + 1, t.Of(f.Kind), f.Name, f.Leader, f.Alternate, f.Members, f.Units);
                return Task.CompletedTask;
            });
        });
        routes.MapPage("/emergencies/{id:guid}/formation/{formation:guid}", async (Guid id, Guid formation, Stores stores, CancellationToken stop) => await Formation(id, formation, null, stores, stop));
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<ChangeFormation, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/formation/{formation}", view.Tongue["organisation.saved"]),
                again => Formation(id, formation, again, stores, http.RequestAborted), ("FormationId", formation), ("AreaIds", null)));
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/add", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<AddFormation, Guid>(await FormInput.Read(http), made => posting.To($"/emergencies/{id}/formation/{made}", view.Tongue["organisation.saved"]),
                again => Formation(id, formation, again, stores, http.RequestAborted), ("EmergencyId", id), ("ParentId", formation), ("AreaIds", null), ("PostId", null)));
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/dissolve", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<DissolveFormation, DissolveOutcome>(await FormInput.Read(http), o => posting.To($"/emergencies/{id}/formation", view.Tongue["organisation.dissolved", o.Formations, o.Seats]),
                again => Formation(id, formation, again, stores, http.RequestAborted), ("FormationId", formation)));
        FormationEditing.Map(routes, Formation);
        routes.MapPage("/emergencies/{id:guid}/seats", async (Guid id, HttpContext http, Stores stores, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(http.Request);
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
            var lines = await SeatQueries.List(store.Sql, ground, Filter(ask), ask["from"], ask.Size + 1, stop);
            return Html.Of<SeatsPage>(new
            {
                Emergency = emergency, Ask = ask, List = new TablePage<SeatLine>([.. lines.Take(ask.Size)], null), More = lines.Count > ask.Size ? lines[ask.Size - 1].Cursor : null,
                Counts = await SeatQueries.Counts(store.Sql, ground, stop),
            });
        });
        routes.MapPage("/emergencies/{id:guid}/seats/export", async (Guid id, HttpContext http, Stores stores, Viewing view, CancellationToken stop) =>
        {
            var t = view.Tongue;
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            var lines = await SeatQueries.List(store.Sql, ground, Filter(TableAsk.Of(http.Request)), null, 500_000, stop);
            await Spreadsheet.Send(http, t["organisation.seats"], sheet =>
            {
                sheet.BeginSheet(t["organisation.seats"], [new(t["organisation.seat"], 40), new(t["organisation.kind"], 14), new(t["organisation.area"], 26), new("A", 12), new("B", 12), new("C", 12)]);
                foreach (var s in lines) sheet.Row(s.Title, t.Of(s.Kind), s.AreaName, Name(s, Holder.A) ?? t["organisation.unfilled"], Name(s, Holder.B), Name(s, Holder.C));
                return Task.CompletedTask;
            });
            return Results.Empty;
        });
        routes.MapPage("/emergencies/{id:guid}/seats/{seat:guid}", async (Guid id, Guid seat, string? find, Stores stores, CancellationToken stop) => await Seat(id, seat, find, null, stores, stop));
        routes.MapForm("/emergencies/{id:guid}/seats/{seat:guid}/take", async (Guid id, Guid seat, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<TakeSeat, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/seats/{seat}", view.Tongue["organisation.saved"]),
                again => Seat(id, seat, again["find"], again, stores, http.RequestAborted), ("SeatId", seat)));
        routes.MapForm("/emergencies/{id:guid}/seats/{seat:guid}/leave", async (Guid id, Guid seat, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<LeaveSeat, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/seats/{seat}", view.Tongue["organisation.saved"]),
                again => Seat(id, seat, again["find"], again, stores, http.RequestAborted), ("SeatId", seat)));
        routes.MapForm("/emergencies/{id:guid}/seats/{seat:guid}/swap", async (Guid id, Guid seat, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<SwapSeat, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/seats/{seat}", view.Tongue["organisation.saved"]),
                again => Seat(id, seat, again["find"], again, stores, http.RequestAborted), ("SeatId", seat), ("One", Holder.A)));
    }

    private static string? Name(SeatLine seat, Holder place) => seat.Holders.FirstOrDefault(h => h.Place == place)?.Name;

    private static SeatFilter Filter(TableAsk ask) => new(ask.Enum<SeatKind>("kind"), ask["filled"] switch { "yes" => true, "no" => false, _ => null }, ask.Words, ask.Guid("below"));

    private static async Task<IResult> Chart(Guid id, Guid? at, FormInput input, GrowOutcome? preview, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        var counts = await FormationQueries.Counts(store.Sql, id, stop);
        var whole = counts.Sum(c => c.Formations) <= WholeMax;
        var tree = whole ? await FormationQueries.Tree(store.Sql, id, WholeMax, stop) : await Part(store.Sql, id, at, stop);
        return Html.Of<FormationPage>(new { Emergency = emergency, Counts = counts, Tree = tree, Whole = whole, Unfilled = (await SeatQueries.Counts(store.Sql, ground, stop)).Sum(s => s.Unfilled), Input = input, Preview = preview },
            input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<List<FormationLine>> Part(Sql sql, Guid id, Guid? at, CancellationToken stop)
    {
        var tops = at is { } one && await FormationQueries.Find(sql, id, one, stop) is { } found ? [found] : await FormationQueries.Below(sql, id, null, 50, stop);
        var part = new List<FormationLine>();
        foreach (var top in tops)
        {
            part.Add(top with { Depth = 0 });
            part.AddRange((await FormationQueries.Below(sql, id, top.Id, WholeMax, stop)).Select(f => f with { Depth = 1 }));
        }
        return part;
    }

    private static async Task<IResult> Formation(Guid id, Guid formation, FormInput? input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency || await FormationQueries.Find(store.Sql, id, formation, stop) is not { } line) return Results.NotFound();
        return Html.Of<OneFormationPage>(new
        {
            Emergency = emergency, Line = line, Below = await FormationQueries.Below(store.Sql, id, formation, 500, stop), Members = await FormationQueries.Members(store.Sql, formation, 500, stop),
            Seats = await SeatQueries.Of(store.Sql, formation, stop), Covered = await FormationEditing.Covered(store.Sql, formation, stop),
            Above = line.ParentId is { } above ? (await FormationQueries.Find(store.Sql, id, above, stop))?.Name : null, Input = input ?? FormInput.Of(new { line.Name, line.ParentId, line.Version }),
        }, input is null ? 200 : 422);
    }

    private static async Task<IResult> Seat(Guid id, Guid seat, string? find, FormInput? input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency || await SeatQueries.Find(store.Sql, seat, stop) is not { } line) return Results.NotFound();
        return Html.Of<SeatPage>(new
        {
            Emergency = emergency, Line = line, History = await SeatQueries.History(store.Sql, seat, stop), Find = find, People = await SeatQueries.People(store.Sql, find, stop), Input = input ?? FormInput.Blank(),
        }, input is null ? 200 : 422);
    }
}
