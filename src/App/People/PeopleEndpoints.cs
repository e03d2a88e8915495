using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Agencies;
using Muster.People.Exporting;
using Muster.People.Unmasking;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>Routes of people and agencies: one per act, and the reads.</summary>
internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Acts(routes);
        routes.MapGet("/api/people", async ([AsParameters] PeopleAddress address, string? after, int? take, PeopleQueries people, HttpContext http) =>
            Results.Json(await people.List(address.Filter(), after, Math.Clamp(take ?? PeopleQueries.PageSize, 1, 1000), http.RequestAborted), Desk.Json))
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/people/count", async ([AsParameters] PeopleAddress address, PeopleQueries people, HttpContext http) =>
            Results.Json(new { people = await people.Count(address.Filter(), stop: http.RequestAborted) }, Desk.Json))
            .RequireAuthorization(Policies.Field);
        // The number stands in the body: addresses end up in logs.
        routes.MapPost("/api/people/look-up", async (LookUp asked, PeopleQueries people, HttpContext http) =>
            Results.Json(new { people = await people.ByNumber(asked.Number ?? "", http.RequestAborted) }, Desk.Json))
            .RequireAuthorization(Policies.Field);
        routes.MapPost("/api/people/change-preview", async (ChangePeople asked, ChangePreviewQuery preview, HttpContext http) =>
            await Routes.Answer(() =>
            {
                Refused.Where(asked.Check());
                return preview.Of(asked.Ids, asked.Filter, asked.Change, http.RequestAborted);
            }))
            .RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/people/{id:guid}", async (Guid id, PersonQuery person, HttpContext http) =>
            await person.Find(id, http.RequestAborted) is { } found ? Results.Json(found, Desk.Json) : Results.NotFound())
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/agencies", async (string? find, AgencyLevel? level, bool? withQuota, Guid? import, Guid? after, AgencyQueries agencies, HttpContext http) =>
        {
            var (list, next) = await agencies.List(new AgencyFilter(find, level, withQuota, import), after, stop: http.RequestAborted);
            return Results.Json(new { agencies = list, next }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/agencies/{id:guid}", async (Guid id, AgencyQueries agencies, HttpContext http) =>
            await agencies.Find(id, http.RequestAborted) is { } found ? Results.Json(found, Desk.Json) : Results.NotFound())
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/people/reviews", async (ReviewKind? kind, Guid? after, ReviewQueries reviews, HttpContext http) =>
        {
            var (list, next) = await reviews.Open(kind, after, stop: http.RequestAborted);
            return Results.Json(new { reviews = list, next }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
    }

    private static void Acts(IEndpointRouteBuilder routes)
    {
        routes.MapAct<AddAgency, Guid>();
        routes.MapAct<ChangeAgency, int>();
        routes.MapAct<CloseAgency, int>();
        routes.MapAct<AddPerson, Guid>();
        routes.MapAct<ChangePerson, int>();
        routes.MapAct<ChangeIdentity, int>();
        routes.MapAct<EndPerson, int>();
        routes.MapAct<ResumePerson, int>();
        routes.MapAct<GiveSkill, bool>();
        routes.MapAct<TakeSkill, bool>();
        routes.MapAct<AddLimit, Guid>();
        routes.MapAct<RemoveLimit, Guid>();
        routes.MapAct<AddHistory, Guid>();
        routes.MapAct<MergePeople, Guid>();
        routes.MapAct<UnmergePeople, Guid>();
        routes.MapAct<ChangePeople, long>();
        routes.MapAct<SettleReview, Guid>();
        routes.MapAct<UnmaskPerson, Guid>();
        routes.MapAct<TakeRefusedRows, long>();
        routes.MapAct<AskExport, Guid>();
        routes.MapAct<DecideExport, DateTimeOffset>();
        routes.MapAct<TakeExport, int>();
    }

    internal sealed record LookUp(string? Number);
}

/// <summary>The filters of people as they stand in an address.</summary>
public sealed class PeopleAddress
{
    public string? Find { get; set; }
    public Guid? Agency { get; set; }
    public Origin? Origin { get; set; }
    public int? GradeMin { get; set; }
    public bool? Member { get; set; }
    public string? Skill { get; set; }
    public Guid? Home { get; set; }
    public bool? HomeKnown { get; set; }
    public LimitKind? Limit { get; set; }
    public string? Team { get; set; }
    public Guid? Import { get; set; }
    public ImportRowOutcome? Outcome { get; set; }
    public bool? Ended { get; set; }

    public PeopleFilter Filter() => new()
    {
        Find = Find, Agency = Agency, Origin = Origin, GradeMin = GradeMin, Member = Member, Skill = string.IsNullOrEmpty(Skill) ? null : Skill, Home = Home,
        HomeKnown = HomeKnown, Limit = Limit, Team = string.IsNullOrEmpty(Team) ? null : Team, Import = Import, Outcome = Outcome, Ended = Ended ?? false,
    };
}
