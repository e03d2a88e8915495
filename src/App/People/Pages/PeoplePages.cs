using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Agencies;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory;

namespace Muster.People.Pages;

/// <summary>Pages of people: the list, a person, merging, bulk edits, open questions.</summary>
internal static class PeoplePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people", List);
        routes.MapPage("/people/export", (HttpContext http, PeopleExport export, Viewing view) => TakenList.Workbook(http, view.Tongue["people.file"] + ".xlsx",
            (output, mark) => export.Write(Filter(TableAsk.Of(http.Request)), null, output, http.RequestAborted, mark)));
        routes.MapForm("/people/look-up", async (HttpContext http, PeopleQueries people, AgencyQueries agencies) =>
        {
            var input = await FormInput.Read(http);
            var found = input["Number"] is { } number ? await people.ByNumber(number, http.RequestAborted) : [];
            return Html.Of<PeoplePage>(new { Ask = new TableAsk("/people", []), List = TablePage<PersonRow>.Whole(found), Looked = true });
        });
        MapOne(routes);
        MapMerge(routes);
        MapBulk(routes);
        MapReviews(routes);
        MapPicks(routes);
    }

    public static PeopleFilter Filter(TableAsk ask) => new()
    {
        Find = ask.Words.Length == 0 ? null : ask.Words, Agency = ask.Guid("agency"), Origin = ask.Enum<Origin>("origin"), GradeMin = ask.Int("grade"),
        Member = ask["member"] switch { "yes" => true, "no" => false, _ => null }, Skill = Text(ask["skill"]), Home = ask.Guid("home"),
        HomeKnown = ask["homeKnown"] switch { "yes" => true, "no" => false, _ => null }, Limit = ask.Enum<LimitKind>("limit"), Team = Text(ask["team"]),
        Import = ask.Guid("import"), Outcome = ask.Enum<ImportRowOutcome>("outcome"), Ended = ask["ended"] == "yes",
    };

    private static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static async Task<IResult> List(HttpRequest request, PeopleQueries people, AgencyQueries agencies, AreaQueries areas, CancellationToken stop)
    {
        var ask = TableAsk.Of(request);
        var filter = Filter(ask);
        var page = await people.List(filter, ask.After?.ToString(), ask.Size, stop);
        var count = await people.About(filter, stop);
        return Html.Of<PeoplePage>(new
        {
            Ask = ask, List = new TablePage<PersonRow>(page.People, count.People, null, page.Next) { Precision = count.IsExact ? Precision.Exact : count.IsAtLeast ? Precision.AtLeast : Precision.About },
            AgencyName = filter.Agency is { } agency ? (await agencies.Find(agency, stop))?.Name : null,
            HomeName = filter.Home is { } home ? (await areas.Get(home, stop))?.ShortName : null,
        });
    }

    private static void MapOne(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/new", () => Html.Of<EditPersonPage>(new { Input = FormInput.Blank(("Origin", Origin.County)) }));
        routes.MapForm("/people/new", async (HttpContext http, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var (fields, broken) = Binding.To<PersonForm>(input);
            return fields is null
                ? Html.Of<EditPersonPage>(new { Input = input.With(broken) }, 422)
                : await posting.Do(new AddPerson(fields.Fields(), fields.IdNumber?.ToUpperInvariant(), fields.Phone), input, id => posting.To($"/people/{id}", view.Tongue["people.added"]),
                    again => Task.FromResult<IResult>(Html.Of<EditPersonPage>(new { Input = again }, 422)));
        });
        routes.MapPage("/people/{id:guid}", async (Guid id, PersonQuery query, CancellationToken stop) => await Show(id, FormInput.Blank(), query, 200, stop));
        routes.MapPage("/people/{id:guid}/edit", async (Guid id, PersonQuery query, CancellationToken stop) => await query.ToEdit(id, stop) is { } person
            ? (IResult)Html.Of<EditPersonPage>(new { Input = PersonForm.Of(person), Person = person }) : Results.NotFound());
        routes.MapForm("/people/{id:guid}/edit", async (Guid id, HttpContext http, Posting posting, PersonQuery query, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var person = await query.ToEdit(id, http.RequestAborted);
            if (person is null) return Results.NotFound();
            var (fields, broken) = Binding.To<PersonForm>(input);
            return fields is null
                ? Html.Of<EditPersonPage>(new { Input = input.With(broken), Person = person }, 422)
                : await posting.Do(new ChangePerson(id, fields.Version ?? 0, fields.Fields()), input, _ => posting.To($"/people/{id}", view.Tongue["people.saved"]),
                    again => Task.FromResult<IResult>(Html.Of<EditPersonPage>(new { Input = again, Person = person }, 422)));
        });
        Act<GiveSkill, bool>(routes, "skill");
        Act<TakeSkill, bool>(routes, "skill/take");
        Act<RemoveLimit, Guid>(routes, "limit/remove");
        Act<AddHistory, Guid>(routes, "history");
        Act<ChangeIdentity, int>(routes, "identity");
        Act<EndPerson, int>(routes, "end");
        Act<ResumePerson, int>(routes, "resume");
        Act<UnmergePeople, Guid>(routes, "unmerge");
        routes.MapForm("/people/{id:guid}/limit", async (Guid id, HttpContext http, Posting posting, PersonQuery query, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var (limit, broken) = Binding.To<LimitFields>(input);
            return limit is null
                ? await Show(id, input.With(broken), query, 422, http.RequestAborted)
                : await posting.Do(new AddLimit(id, limit), input, _ => posting.To($"/people/{id}", view.Tongue["people.saved"]), again => Show(id, again, query, 422, http.RequestAborted));
        });
    }

    /// <summary>A small form on the person's page that does one act about this person.</summary>
    private static void Act<TAct, T>(IEndpointRouteBuilder routes, string path) where TAct : Act<T> where T : notnull =>
        routes.MapForm("/people/{id:guid}/" + path, async (Guid id, HttpContext http, Posting posting, PersonQuery query, Viewing view) =>
            await posting.Do<TAct, T>(await FormInput.Read(http), _ => posting.To($"/people/{id}", view.Tongue["people.saved"]),
                again => Show(id, again, query, 422, http.RequestAborted), ("PersonId", id), ("Id", id)));

    private static async Task<IResult> Show(Guid id, FormInput input, PersonQuery query, int status, CancellationToken stop) =>
        await query.Find(id, stop) is { } person ? Html.Of<PersonPage>(new { Person = person, Input = input }, status) : Results.NotFound();

    private static void MapMerge(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/{id:guid}/merge", async (Guid id, Guid? with, PersonQuery query, CancellationToken stop) => await Merge(id, with, FormInput.Blank(), query, 200, stop));
        routes.MapForm("/people/{id:guid}/merge", async (Guid id, HttpContext http, Posting posting, PersonQuery query, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<MergePeople, Guid>(input, _ => posting.To($"/people/{id}", view.Tongue["people.merged"]),
                again => Merge(id, Guid.TryParse(again["GoneId"], out var gone) ? gone : null, again, query, 422, http.RequestAborted), ("KeptId", id));
        });
    }

    private static async Task<IResult> Merge(Guid id, Guid? with, FormInput input, PersonQuery query, int status, CancellationToken stop) => await query.Find(id, stop) is { } kept
        ? Html.Of<MergePage>(new { Kept = kept, Gone = with is { } other ? await query.Find(other, stop) : null, Input = input }, status) : Results.NotFound();

    private static void MapBulk(IEndpointRouteBuilder routes)
    {
        routes.ForEverything().MapForm("/people/bulk", async (HttpContext http, ChangePreviewQuery preview, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var selection = Selection.Of(input, "/people");
            if (selection.IsEmpty) return posting.To("/people", view.Tongue["people.bulk.none"]);
            var (change, broken) = Binding.To<BulkForm>(input);
            var filter = selection.All ? Filter(selection.Ask) : null;
            var wanted = change?.Change() ?? new PeopleChange();
            var shown = await preview.Of(selection.All ? null : selection.Ids, filter, wanted, http.RequestAborted);
            IResult Page(FormInput at, int status) => Html.Of<BulkPage>(new { Selection = selection, Query = input[Selection.QueryField], Input = at, Preview = shown, Change = wanted }, status);
            if (change is null) return Page(input.With(broken), 422);
            if (input["Do"] != "yes" || wanted.IsNothing) return Page(input, 200);
            return await posting.Do(new ChangePeople(selection.All ? null : selection.Ids, filter, wanted, change.Expected ?? 0), input,
                changed => posting.To("/people", view.Tongue["people.bulk.done", view.Tongue.Number(changed)]), again => Task.FromResult(Page(again, 422)));
        });
    }

    private static void MapReviews(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/reviews", async (HttpRequest request, Guid? from, ReviewQueries reviews, CancellationToken stop) => await Reviews(TableAsk.Of(request), from, FormInput.Blank(), reviews, 200, stop));
        routes.MapForm("/people/reviews/{id:guid}", async (Guid id, HttpContext http, Posting posting, ReviewQueries reviews, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            var chosen = Guid.TryParse(input["Chosen"] ?? input[$"Chosen-{id:n}"], out var one) ? one : (Guid?)null;
            return await posting.Do<SettleReview, Guid>(input, _ => posting.To("/people/reviews", view.Tongue["people.review.settled"]),
                again => Reviews(new TableAsk("/people/reviews", []), null, again, reviews, 422, http.RequestAborted), ("ReviewId", id), ("Chosen", chosen));
        });
    }

    private static async Task<IResult> Reviews(TableAsk ask, Guid? from, FormInput input, ReviewQueries reviews, int status, CancellationToken stop)
    {
        var (list, next) = await reviews.Open(ask.Enum<ReviewKind>("kind"), from, stop: stop);
        return Html.Of<ReviewsPage>(new { Ask = ask, Reviews = list, Next = next, Counts = await reviews.OpenCounts(stop), Input = input }, status);
    }

    private static void MapPicks(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/pick/agency", async (string? words, AgencyQueries agencies, CancellationToken stop) =>
            Html.Of<PickOptions>(new { Options = (await agencies.List(new AgencyFilter(words), null, 12, stop)).Agencies.Select(a => new Option(a.Id.ToString(), a.Name, a.People)).ToList() }));
        routes.MapPage("/people/pick/person", async (string? words, PeopleQueries people, CancellationToken stop) =>
            Html.Of<PickOptions>(new { Options = (await people.List(new PeopleFilter { Find = words }, null, 12, stop)).People.Select(p => new Option(p.Id.ToString(), p.Name, null, $"{p.Agency} {p.JobTitle}")).ToList() }));
        routes.MapPage("/people/pick/area", async (string? words, AreaQueries areas, CancellationToken stop) =>
            Html.Of<PickOptions>(new { Options = (await areas.Find(new AreaSearch(words, Size: 12), stop)).Items.Select(a => new Option(a.Area.Id.ToString(), a.Area.ShortName, null, string.Join(' ', a.Above))).ToList() }));
    }
}
