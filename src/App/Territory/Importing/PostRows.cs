using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Territory.Importing;

/// <summary>Rows of posts; a post is known again by its number in the area, else by its name there.</summary>
internal sealed class PostRows(Work work, TableSheet sheet, string reason, CancellationToken stop)
{
    private readonly AreaLookup _lookup = new(work, stop);
    private readonly Dictionary<Guid, List<Post>> _posts = [];
    private readonly HashSet<Guid> _seen = [];

    public async Task Take()
    {
        await _lookup.Prefetch(sheet.Rows.Select(r => r["area"]).OfType<string>().Select(AreaLookup.Code));
        foreach (var row in sheet.Rows)
        {
            sheet.Next();
            row.Outcome = await Take(row);
        }
    }

    private async Task<TableOutcome?> Take(TableRow row)
    {
        var fields = Fields(row);
        row.Check(fields.Check());
        Area? area = null;
        if (row["area"] is not { } text) row.Wrong("area", new Broken("area-missing", "请填岗位所在的属地。", "Say which area the post is in."));
        else
        {
            (area, var wrong) = await _lookup.Find(text, "area");
            if (wrong is not null) row.Check(wrong);
        }
        if (!row.IsFine) return null;

        var here = await Posts(area!.Id);
        var post = here.FirstOrDefault(p => p.Number is not null && p.Number == fields.Number) ?? here.FirstOrDefault(p => p.Name == fields.Name && (p.Number is null || fields.Number is null));
        if (post is not null && !_seen.Add(post.Id)) row.Wrong("name", new Broken("row-twice", $"“{fields.Name}”在表里出现了不止一次。", $"“{fields.Name}” stands in the table more than once."));
        row.Check(TerritoryRules.ForOtherPosts(fields.Name, fields.Number, [.. here.Where(p => p != post)]));
        if (!row.IsFine) return null;
        if (post is null)
        {
            post = new Post { Id = Guid.CreateVersion7(), AreaId = area.Id, ValidFrom = work.Now, Version = 1 };
            fields.Fill(post);
            work.Store.Add(post);
            here.Add(post);
            _seen.Add(post.Id);
            return TableOutcome.Stored;
        }
        var kept = Keep(row, fields, PostFields.Of(post));
        if (kept == PostFields.Of(post)) return TableOutcome.Unchanged;
        PostBook.Remember(work, post, PostChangeKind.Change, reason);
        kept.Fill(post);
        post.Version++;
        return TableOutcome.Updated;
    }

    private static PostFields Fields(TableRow row)
    {
        var (minimum, target) = (row.Number("minimum"), row.Number("target"));
        var (north, east) = (row.Degrees("latitude"), row.Degrees("longitude"));
        return new PostFields(row["name"] ?? "", row["kind"] ?? "其他", minimum ?? Math.Min(1, target ?? 1), target ?? minimum ?? 1, row.Number("absorption"),
            row["number"], row["duty"] ?? "", row["rules"] ?? "", row["kit"] ?? "", row["address"] ?? "", row["contact"] ?? "",
            north, east, row.Datum() ?? (north is null ? null : Datum.Wgs84));
    }

    /// <summary>A blank cell keeps what the post has.</summary>
    private static PostFields Keep(TableRow row, PostFields now, PostFields had) => now with
    {
        Kind = row.Has("kind") ? now.Kind : had.Kind, Number = now.Number ?? had.Number, Minimum = row.Has("minimum") ? now.Minimum : Math.Min(had.Minimum, now.Target),
        Target = row.Has("target") ? now.Target : Math.Max(had.Target, now.Minimum), Absorption = now.Absorption ?? had.Absorption,
        Duty = row.Has("duty") ? now.Duty : had.Duty, Rules = row.Has("rules") ? now.Rules : had.Rules, Kit = row.Has("kit") ? now.Kit : had.Kit,
        Address = row.Has("address") ? now.Address : had.Address, Contact = row.Has("contact") ? now.Contact : had.Contact,
        Latitude = now.Latitude ?? had.Latitude, Longitude = now.Longitude ?? had.Longitude, Datum = now.Latitude is null ? had.Datum : now.Datum,
    };

    private async Task<List<Post>> Posts(Guid area)
    {
        if (!_posts.TryGetValue(area, out var list))
            _posts[area] = list = await work.Store.Set<Post>().Where(p => p.AreaId == area && p.ValidTo == null).ToListAsync(stop);
        return list;
    }
}
