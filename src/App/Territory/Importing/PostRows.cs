using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.Territory.Importing;

/// <summary>Rows of posts; a post is known again by its number in the area, else by its name there.</summary>
internal sealed class PostRows(Work work, TableHeader header, RowCounts counts, string reason, Steps step, CancellationToken stop)
{
    private readonly AreaLookup _lookup = new(work, stop);
    private readonly Dictionary<Guid, List<Post>> _posts = [];
    private readonly HashSet<Guid> _seen = [];

    public async Task Take(List<SheetRow> rows)
    {
        await _lookup.Prefetch(rows.Select(r => header.Text(r, "area")).OfType<string>().Select(AreaLookup.Code));
        foreach (var row in rows)
        {
            step.Next();
            var reading = new RowReading(header, row);
            await Take(reading);
            if (!reading.IsFine) counts.Refusals.Add(reading.Refusal());
        }
    }

    private async Task Take(RowReading row)
    {
        var fields = Fields(row);
        row.Check(fields.Check());
        Area? area = null;
        if (row.Text("area") is not { } text) row.Wrong(new Broken("area-missing", "请填岗位所在的属地。", "Say which area the post is in.", "area"));
        else
        {
            (area, var wrong) = await _lookup.Find(text, "area");
            if (wrong is not null) row.Wrong(wrong);
        }
        if (!row.IsFine) return;

        var here = await Posts(area!.Id);
        var post = here.FirstOrDefault(p => p.Number is not null && p.Number == fields.Number) ?? here.FirstOrDefault(p => p.Name == fields.Name && (p.Number is null || fields.Number is null));
        if (post is not null && !_seen.Add(post.Id)) row.Wrong(new Broken("row-twice", $"“{fields.Name}”在表里出现了不止一次。", $"“{fields.Name}” stands in the table more than once.", "name"));
        row.Check(TerritoryRules.ForOtherPosts(fields.Name, fields.Number, [.. here.Where(p => p != post)]));
        if (!row.IsFine) return;
        if (post is null)
        {
            post = new Post { Id = Guid.CreateVersion7(), AreaId = area.Id, ValidFrom = work.Now, Version = 1 };
            fields.Fill(post);
            work.Store.Add(post);
            here.Add(post);
            _seen.Add(post.Id);
            counts.Stored++;
            return;
        }
        var kept = Keep(row, fields, PostFields.Of(post));
        if (kept == PostFields.Of(post))
        {
            counts.Unchanged++;
            return;
        }
        PostBook.Remember(work, post, PostChangeKind.Change, reason);
        kept.Fill(post);
        post.Version++;
        counts.Updated++;
    }

    private static PostFields Fields(RowReading row)
    {
        var (minimum, target) = (row.Number("minimum"), row.Number("target"));
        var (north, east) = (row.Degrees("latitude"), row.Degrees("longitude"));
        return new PostFields(row.Text("name") ?? "", row.Text("kind") ?? "其他", minimum ?? Math.Min(1, target ?? 1), target ?? minimum ?? 1, row.Number("absorption"),
            row.Text("number"), row.Text("duty") ?? "", row.Text("rules") ?? "", row.Text("kit") ?? "", row.Text("address") ?? "", row.Text("contact") ?? "",
            north, east, row.Datum() ?? (north is null ? null : Datum.Wgs84));
    }

    /// <summary>A blank cell keeps what the post has.</summary>
    private static PostFields Keep(RowReading row, PostFields now, PostFields had) => now with
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
