using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Agencies;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.People.Pages;

/// <summary>Pages of agencies: the list, and one with its quota.</summary>
internal static class AgencyPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/agencies", async (HttpRequest request, AgencyQueries agencies, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            var after = ask.After?.Values is [Guid id] ? id : (Guid?)null;
            var filter = new AgencyFilter(ask.Words, ask.Enum<AgencyLevel>("level"), ask["quota"] switch { "yes" => true, "no" => false, _ => null }, ask.Guid("import"), ask["closed"] == "yes");
            var (list, next) = await agencies.List(filter, after, ask.Size, stop);
            return Html.Of<AgenciesPage>(new { Ask = ask, List = new TablePage<AgencyRow>(list, after is null && next is null ? list.Count : null, null, next is { } n ? Cursor.At(n).ToString() : null) });
        });
        routes.MapPage("/agencies/export", (HttpContext http, PeopleExport export, Viewing view) =>
            TakenList.Workbook(http, view.Tongue["agencies.title"] + ".xlsx", (output, mark) => export.WriteAgencies(output, mark, http.RequestAborted)));
        routes.MapPage("/agencies/new", () => Html.Of<AgencyPage>(new { Input = FormInput.Blank(("Level", AgencyLevel.County), ("MinimumStay", 0), ("QuotaPercent", 0)) }));
        routes.MapForm("/agencies/new", async (HttpContext http, Posting posting, Viewing view) => await Save(await FormInput.Read(http), posting, null,
            (fields, _) => new AddAgency(fields), id => posting.To($"/agencies/{id}", view.Tongue["agencies.saved"])));
        routes.MapPage("/agencies/{id:guid}", async (Guid id, AgencyQueries agencies, CancellationToken stop) => await agencies.Find(id, stop) is { } agency
            ? (IResult)Html.Of<AgencyPage>(new { Input = Form(agency), Agency = agency }) : Results.NotFound());
        routes.MapForm("/agencies/{id:guid}", async (Guid id, HttpContext http, Posting posting, AgencyQueries agencies, Viewing view) =>
            await agencies.Find(id, http.RequestAborted) is not { } agency ? Results.NotFound() : await Save(await FormInput.Read(http), posting, agency,
                (fields, version) => new ChangeAgency(id, version, fields), _ => posting.To($"/agencies/{id}", view.Tongue["agencies.saved"])));
        routes.MapForm("/agencies/{id:guid}/close", async (Guid id, HttpContext http, Posting posting, AgencyQueries agencies, Viewing view) =>
            await posting.Do<CloseAgency, int>(await FormInput.Read(http), _ => posting.To("/agencies", view.Tongue["agencies.closed"]),
                async again => await agencies.Find(id, http.RequestAborted) is { } agency ? Html.Of<AgencyPage>(new { Input = Form(agency).With(again.Broken), Agency = agency }, 422) : Results.NotFound(), ("Id", id)));
    }

    private static async Task<IResult> Save<T>(FormInput input, Posting posting, AgencyRow? agency, Func<AgencyFields, int, Platform.Acts.Act<T>> act, Func<T, IResult> done) where T : notnull
    {
        IResult Again(FormInput at) => Html.Of<AgencyPage>(new { Input = at, Agency = agency }, 422);
        var (form, broken) = Binding.To<AgencyForm>(input);
        return form is null ? Again(input.With(broken)) : await posting.Do(act(form.Fields(), form.Version ?? 0), input, done, again => Task.FromResult(Again(again)));
    }

    private static FormInput Form(AgencyRow a) => FormInput.Blank(("Version", a.Version), ("Name", a.Name), ("ShortName", a.ShortName), ("ParentId", a.ParentId), ("Level", a.Level),
        ("AreaId", a.AreaId), ("Headcount", a.Headcount), ("MinimumStay", a.MinimumStay), ("QuotaPercent", a.QuotaPercent), ("LiaisonId", a.LiaisonId));

    internal sealed record AgencyForm(int? Version, string Name, string? ShortName, Guid? ParentId, AgencyLevel Level, Guid? AreaId, int? Headcount, int MinimumStay, int QuotaPercent, Guid? LiaisonId)
    {
        public AgencyFields Fields() => new()
        {
            Name = Name, ShortName = ShortName, ParentId = ParentId, Level = Level, AreaId = AreaId, Headcount = Headcount, MinimumStay = MinimumStay,
            QuotaPercent = QuotaPercent, LiaisonId = LiaisonId,
        };
    }
}
