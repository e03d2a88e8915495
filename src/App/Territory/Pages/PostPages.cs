using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Files;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory.Contract;

namespace Muster.Territory.Pages;

/// <summary>The list of posts, one post, adding, changing and closing.</summary>
internal static class PostPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/posts", async (HttpRequest request, PostQueries posts, AreaQueries areas, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<PostsPage>(new
            {
                Ask = ask, List = await posts.Page(ask, stop), Under = ask.Guid("under") is { } id ? await areas.Get(id, stop) : null,
                Kinds = (IReadOnlyList<Option>)[.. (await posts.Kinds(stop)).Select(k => new Option(k.Kind, k.Kind, k.Count))],
            });
        });
        routes.MapPage("/posts/export", Export);
        routes.MapPage("/areas/{id:guid}/add-post", async (Guid id, AreaQueries areas, PostQueries posts, CancellationToken stop) => await areas.Get(id, stop) is { } area
            ? Html.Of<PostFormPage>(new { Area = area, Post = (PostView?)null, Input = FormInput.Blank(("Minimum", 1), ("Target", 1)), Kinds = await Kinds(posts, stop) }) : Results.NotFound());
        routes.MapForm("/areas/{id:guid}/add-post", async (Guid id, HttpContext http, AreaQueries areas, PostQueries posts, Posting posting, Viewing view) =>
            await posting.Do<AddPost, Guid>(await FormInput.Read(http), made => posting.To($"/posts/{made}", view.Tongue["posts.added"]),
                async input => await areas.Get(id, http.RequestAborted) is { } area
                    ? Html.Of<PostFormPage>(new { Area = area, Post = (PostView?)null, Input = input, Kinds = await Kinds(posts, http.RequestAborted) }, 422) : Results.NotFound(),
                ("AreaId", id)));
        routes.MapPage("/posts/{id:guid}", async (Guid id, PostQueries posts, CancellationToken stop) =>
            await posts.Show(id, stop) is { } view ? Html.Of<PostPage>(new { Show = view, Input = FormInput.Blank(("Version", view.Post.Version)) }) : Results.NotFound());
        routes.MapPage("/posts/{id:guid}/edit", async (Guid id, PostQueries posts, CancellationToken stop) => await posts.Show(id, stop) is { } view
            ? Html.Of<PostFormPage>(new { view.Area, Post = view, Input = FormInput.Of(view.Post), Kinds = await Kinds(posts, stop) }) : Results.NotFound());
        routes.MapForm("/posts/{id:guid}/edit", async (Guid id, HttpContext http, PostQueries posts, Posting posting, Viewing view) =>
            await posting.Do<ChangePost, int>(await FormInput.Read(http), _ => posting.To($"/posts/{id}", view.Tongue["areas.saved"]), async input => await posts.Show(id, http.RequestAborted) is { } post
                    ? Html.Of<PostFormPage>(new { post.Area, Post = post, Input = input, Kinds = await Kinds(posts, http.RequestAborted) }, 422) : Results.NotFound(),
                ("PostId", id)));
        routes.MapForm("/posts/{id:guid}/close", async (Guid id, HttpContext http, PostQueries posts, Posting posting, Viewing view) =>
            await posting.Do<ClosePost, Guid>(await FormInput.Read(http), _ => posting.To($"/posts/{id}", view.Tongue["posts.closed"]),
                async input => await posts.Show(id, http.RequestAborted) is { } view ? Html.Of<PostPage>(new { Show = view, Input = input }, 422) : Results.NotFound(), ("PostId", id)));
        routes.MapPage("/posts/pick", async (string? words, HttpRequest request, PostQueries posts, CancellationToken stop) => Html.Of<PickOptions>(new
        {
            Options = (IReadOnlyList<Option>)(string.IsNullOrWhiteSpace(words) ? [] : [.. (await posts.Page(new TableAsk("/posts", [new("q", words), new("size", "12")]), stop)).Rows
                .Select(r => new Option(r.Post.Id.ToString(), r.Post.Name, Note: r.AreaName))]),
        }));
    }

    private static async Task<IReadOnlyList<string>> Kinds(PostQueries posts, CancellationToken stop) => [.. (await posts.Kinds(stop)).Select(k => k.Kind)];

    private static Task Export(HttpContext http, PostQueries posts, Viewing view)
    {
        var t = view.Tongue;
        return OneSheet.Send(http, t["posts.title"], [new(t["posts.number"], 18), new(t["posts.area.code"], 16), new(t["posts.area"], 24), new(t["posts.name"], 30), new(t["posts.kind"], 12), new(t["posts.minimum"], 8),
            new(t["posts.target"], 8), new(t["posts.absorption"], 8), new(t["posts.duty"], 40), new(t["posts.rules"], 40), new(t["posts.kit"], 30), new(t["posts.address"], 24), new(t["posts.contact"], 20)],
            async sheet =>
            {
                await foreach (var r in posts.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                    sheet.Row(r.Post.Number, r.AreaCode ?? r.AreaName, r.AreaName, r.Post.Name, r.Post.Kind, SheetValue.Of(r.Post.Minimum), SheetValue.Of(r.Post.Target),
                        r.Post.Absorption is { } most ? SheetValue.Of(most) : SheetValue.Empty, r.Duty, r.Rules, r.Kit, r.Address, r.Contact);
            });
    }
}
