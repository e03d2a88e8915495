using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Organisation.Pages;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory;

namespace Muster.Organisation;

/// <summary>The forms that change a formation by hand (where it stands, what it covers, who is in it), and the page of owners of areas.</summary>
internal static class FormationEditing
{
    private const int PickMax = 12;

    /// <param name="again">Shows the page of the formation with what was wrong.</param>
    public static void Map(IEndpointRouteBuilder routes, Func<Guid, Guid, FormInput?, Stores, CancellationToken, Task<IResult>> again)
    {
        routes.MapPage("/emergencies/{id:guid}/formation/pick", async (Guid id, string? words, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            var like = "%" + (words ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%";
            return Html.Of<PickOptions>(new
            {
                Options = await store.Sql.List("select id, name from formation where emergency_id = @e and ends_at is null and name like @like order by name, id limit @max",
                    row => new Option(row.Guid(0).ToString(), row.Text(1)), stop, ("e", id), ("like", like), ("max", PickMax)),
            });
        });
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/move", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            if (!Guid.TryParse(input["ParentId"], out _))
                return await again(id, formation, input.With([new Broken("parent-missing", "从列表里选新的上级组织。", "Choose from the list what it is to stand under.", "ParentId")]), stores, http.RequestAborted);
            return await posting.Do<ChangeFormation, Guid>(input, _ => posting.To($"/emergencies/{id}/formation/{formation}", view.Tongue["organisation.saved"]),
                wrong => again(id, formation, wrong, stores, http.RequestAborted), ("FormationId", formation), ("Name", null), ("AreaIds", null));
        });
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/cover", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var areas = input.All("Keep").Append(input["Add"]).Select(a => Guid.TryParse(a, out var area) ? area : Guid.Empty).Where(a => a != Guid.Empty).Distinct().ToList();
            var act = new ChangeFormation(formation, int.TryParse(input["Version"], out var version) ? version : 0, AreaIds: areas);
            return await posting.Do(act, input, _ => posting.To($"/emergencies/{id}/formation/{formation}", view.Tongue["organisation.saved"]), wrong => again(id, formation, wrong, stores, http.RequestAborted));
        });
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/join", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var person = Guid.TryParse(input["PersonId"], out var chosen) ? chosen : Guid.Empty;
            return await posting.Do(new JoinFormation(formation, [person], input["Role"] ?? ""), input, _ => posting.To($"/emergencies/{id}/formation/{formation}", view.Tongue["organisation.saved"]),
                wrong => again(id, formation, wrong, stores, http.RequestAborted));
        });
        routes.MapForm("/emergencies/{id:guid}/formation/{formation:guid}/quit", async (Guid id, Guid formation, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var people = input.All("PersonIds").Select(p => Guid.TryParse(p, out var person) ? person : Guid.Empty).Where(p => p != Guid.Empty).ToList();
            return await posting.Do(new LeaveFormation(formation, people, input["Reason"] ?? ""), input, _ => posting.To($"/emergencies/{id}/formation/{formation}", view.Tongue["organisation.saved"]),
                wrong => again(id, formation, wrong, stores, http.RequestAborted));
        });
        MapOwners(routes);
    }

    /// <summary>The areas a formation covers, in the order of the territory.</summary>
    public static Task<List<Option>> Covered(Sql sql, Guid formation, CancellationToken stop) => sql.List(
        "select a.id, a.name from formation_area c join area a on a.id = c.area_id where c.formation_id = @f order by a.path limit 500",
        row => new Option(row.Guid(0).ToString(), row.Text(1)), stop, ("f", formation));

    private static void MapOwners(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/owners", async (Guid? area, HttpContext http, Stores stores) => await Owners(http, FormInput.Blank(("AreaId", area)), stores));
        routes.MapForm("/owners", async (HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<OwnArea, Guid>(await FormInput.Read(http), _ => posting.To("/owners", view.Tongue["organisation.saved"]), input => Owners(http, input, stores)));
        routes.MapForm("/owners/{area:guid}/end", async (Guid area, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<DisownArea, Guid>(await FormInput.Read(http), _ => posting.To("/owners", view.Tongue["organisation.saved"]), input => Owners(http, input, stores), ("AreaId", area)));
        routes.MapPage("/owners/export", async (HttpContext http, Stores stores, Viewing view, CancellationToken stop) =>
        {
            var t = view.Tongue;
            await using var store = await stores.Open(stop);
            var lines = await OwnerQueries.All(store.Sql, TableAsk.Of(http.Request), stop);
            await Spreadsheet.Send(http, t["owners.title"], sheet =>
            {
                sheet.BeginSheet(t["owners.title"], [new(t["organisation.area"], 30), new(t["owners.above"], 24), new(t["organisation.who"], 12), new(t["owners.agency"], 30), new(t["owners.since"], 12), new(t["organisation.reason"], 30)]);
                foreach (var o in lines) sheet.Row(o.Area, o.Above, o.Person, o.Agency, t.Day(o.Since), o.Reason);
                return Task.CompletedTask;
            });
        });
    }

    private static async Task<IResult> Owners(HttpContext http, FormInput input, Stores stores)
    {
        var (ask, stop) = (new TableAsk("/owners", http.Request.Query.Where(q => q.Key != "area")), http.RequestAborted);
        await using var store = await stores.Open(stop);
        var area = Guid.TryParse(input["AreaId"], out var a) ? await store.Set<Area>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == a, stop) : null;
        var person = Guid.TryParse(input["PersonId"], out var p) ? await store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(x => x.Id == p, stop) : null;
        return Html.Of<OwnersPage>(new { Input = input, Ask = ask, List = await OwnerQueries.Page(store.Sql, ask, stop), AreaName = area?.Name, PersonName = person?.Name }, input.Broken.Count > 0 ? 422 : 200);
    }
}
