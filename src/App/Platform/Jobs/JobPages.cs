using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Jobs.Pages;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Jobs;

internal static class JobPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/jobs", async (HttpRequest request, JobQueries jobs, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<JobsPage>(new { Ask = ask, List = await jobs.List(ask, stop) });
        });
        routes.MapPage("/jobs/{id:guid}", async (Guid id, JobBoard jobs, CancellationToken stop) =>
            await jobs.Find(id, stop) is { } job ? Html.Of<JobPage>(new { Job = job }) : Results.NotFound());
        routes.MapPage("/jobs/{id:guid}/card", async (Guid id, JobBoard jobs, CancellationToken stop) =>
            await jobs.Find(id, stop) is { } job ? Html.Of<ProgressCard>(new { Job = job }) : Results.NotFound());
        routes.MapForm("/jobs/{id:guid}/card/cancel", async (Guid id, JobBoard jobs, HttpContext http, CancellationToken stop) =>
        {
            jobs.Cancel(id);
            if (!http.Request.Headers.ContainsKey("HX-Request")) return Html.To(http, $"/jobs/{id}");
            return await jobs.Find(id, stop) is { } job ? Html.Of<ProgressCard>(new { Job = job }) : Results.NotFound();
        });
    }
}
