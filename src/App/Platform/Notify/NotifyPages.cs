using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Notify;

/// <summary>The inbox of whoever is signed in.</summary>
internal static class NotifyPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<InboxQueries>();
        services.AddSingleton(made => new Chore(nameof(EraseNotices), TimeSpan.FromHours(1), stop => EraseNotices.WhenDue(made, stop)));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<ReadNotices, int>();
        routes.MapAct<EraseNotices, int>();
        routes.MapPage("/inbox", (HttpContext http, InboxQueries inbox, IEnumerable<NoticeKind> kinds) => Show(http, inbox, kinds), Policies.SignedIn);
        routes.MapPage("/inbox/export", Export, Policies.SignedIn);
        routes.MapForm("/inbox/read", Read, Policies.SignedIn);
        routes.MapForm("/inbox/{id:guid}/open", Open, Policies.SignedIn);
        routes.MapGet("/api/inbox", async (HttpContext http, InboxQueries inbox, CancellationToken stop) =>
        {
            var own = Acting.Of(http).Id;
            var page = await inbox.Page(own, TableAsk.Of(http.Request), stop);
            return Results.Json(new { unread = own is { } account ? await inbox.Unread(account, stop) : 0, page.Total, notices = page.Rows, page.Next }, Desk.Json);
        }).RequireAuthorization(Policies.SignedIn);
    }

    private static async Task<IResult> Show(HttpContext http, InboxQueries inbox, IEnumerable<NoticeKind> kinds)
    {
        var ask = TableAsk.Of(http.Request);
        return Html.Of<Pages.InboxPage>(new { Ask = ask, List = await inbox.Page(Acting.Of(http).Id, ask, http.RequestAborted), Kinds = kinds.ToList() });
    }

    /// <summary>Those ticked, all that match, or with no selection at all every one.</summary>
    private static async Task<IResult> Read(HttpContext http, Posting posting, InboxQueries inbox, Viewing view)
    {
        var input = await FormInput.Read(http);
        var picked = Selection.Of(input, "/inbox");
        List<Guid>? ids = input["every"] is not null ? null : [.. picked.Ids];
        if (picked.All) await foreach (var row in inbox.All(Acting.Of(http).Id, picked.Ask, http.RequestAborted)) ids?.Add(row.Id);
        return await posting.Do(new ReadNotices(ids), input, read => posting.To(view.Before, view.Tongue["inbox.read-now", view.Tongue.Number(read)]),
            refused => Task.FromResult(Html.To(http, "/inbox", refused.Broken[0].In(view.Tongue.Code), FlashKind.Warning)));
    }

    /// <summary>Marks it read and goes to what it is about.</summary>
    private static async Task<IResult> Open(Guid id, HttpContext http, Posting posting, InboxQueries inbox) =>
        await inbox.Find(Acting.Of(http).Id, id, http.RequestAborted) is { } notice
            ? await posting.Do(new ReadNotices([id]), await FormInput.Read(http), _ => posting.To(notice.Link ?? "/inbox"), _ => Task.FromResult(Html.To(http, "/inbox")))
            : Results.NotFound();

    private static async Task Export(HttpContext http, InboxQueries inbox, IEnumerable<NoticeKind> kinds, Viewing view)
    {
        var t = view.Tongue;
        var names = kinds.ToDictionary(k => k.Name, k => t[k.TextKey], StringComparer.Ordinal);
        await Spreadsheet.Send(http, t["inbox.title"], async sheet =>
        {
            sheet.BeginSheet(t["inbox.title"], [new(t["inbox.made"], 18), new(t["inbox.kind"], 16), new(t["inbox.what"], 80), new(t["inbox.read-at"], 18)]);
            await foreach (var n in inbox.All(Acting.Of(http).Id, TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(t.Moment(n.MadeAt), names.GetValueOrDefault(n.Kind, n.Kind), t.IsChinese ? n.Zh : n.En, n.ReadAt is { } read ? t.Moment(read) : null);
        });
    }
}
