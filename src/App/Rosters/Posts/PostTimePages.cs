using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts.Pages;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.Rosters.Posts;

/// <summary>Times of posts: the list, one post, spreadsheets.</summary>
internal static class PostTimePages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<SetPostTimes, int>();
        routes.MapPage("/posts/times", async (HttpRequest request, PostTimeQueries posts, PatternQueries patterns, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<PostTimesPage>(new
            {
                Ask = ask, List = await posts.Page(ask, stop), Under = ask.Guid("under") is { } id ? await patterns.Area(id, stop) : null,
                Kinds = (IReadOnlyList<Option>)[.. (await posts.Kinds(stop)).Select(k => new Option(k.Kind, k.Kind, k.Count))],
            });
        });
        routes.MapPage("/posts/times/export", Export);
        routes.MapTableImport(new TableImportPlace("/posts/times/import", "/api/post-times/imports", "rosters", "times.import", "areas.import.about", "times.import.hint"),
            (_, name, hash, dryRun) => new ImportPostTimes(name, hash, dryRun));
        routes.MapPage("/posts/{id:guid}/times", async (Guid id, PostTimeQueries posts, CancellationToken stop) =>
            await posts.Of(id, stop) is { } post ? Html.Of<OnePostTimesPage>(new { Post = post, Input = Blank(post) }) : Results.NotFound());
        routes.MapForm("/posts/{id:guid}/times", async (Guid id, HttpContext http, PostTimeQueries posts, Posting posting, Viewing view) =>
            await posting.Do<SetPostTimes, int>(await FormInput.Read(http), _ => posting.To($"/posts/{id}", view.Tongue["times.saved"]), async input =>
                await posts.Of(id, http.RequestAborted) is { } post ? Html.Of<OnePostTimesPage>(new { Post = post, Input = input }, 422) : Results.NotFound(), ("PostId", id)));
        routes.MapGet("/api/posts/{id:guid}/times", async (Guid id, PostTimeQueries posts, CancellationToken stop) =>
            await posts.Of(id, stop) is { } post ? Results.Json(post, Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/post-times", async (HttpRequest request, PostTimeQueries posts, CancellationToken stop) =>
            Results.Json(await posts.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static FormInput Blank(TimedPost post)
    {
        var text = Band.Write(post.Bands);
        return FormInput.Blank(("Times", text), ("Was", text));
    }

    private static Task Export(HttpContext http, PostTimeQueries posts, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["times.title"], async sheet =>
        {
            sheet.BeginSheet(t["times.title"], [new(t["posts.number"], 18), new(t["posts.area"], 24), new(t["times.post"], 30), new(t["times.band"], 12), new(t["times.from"], 10), new(t["times.to"], 10),
                new(t["times.days"], 16), new(t["times.needed"], 10), new(t["times.target"], 10), new(t["times.leader"], 10), new(t["times.skill"], 14)]);
            foreach (var post in await posts.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                foreach (var band in post.Bands)
                    sheet.Row(post.Post.Number, post.AreaCode ?? post.AreaName, post.Post.Name, band.Name, band.Hours.Split('-')[0], band.Hours.Split('-')[1], WorkDays.Words(band.Days, t.IsChinese),
                        SheetValue.Of(band.Needed ?? 0), SheetValue.Of(band.Target ?? 0), band.Leader ? t["times.yes"] : null, band.Skill);
        });
    }
}
