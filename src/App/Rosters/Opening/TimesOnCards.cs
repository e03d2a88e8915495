using Muster.Placements.Contract;
using Muster.Platform.Storage;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Opening;

/// <summary>The time bands of a post and its kit list, for its card.</summary>
internal sealed class TimesOnCards : IAddToPlaceCard
{
    public async Task<IReadOnlyDictionary<Guid, PlaceCardLines>> Of(Sql sql, IReadOnlyCollection<Guid> posts, CancellationToken stop)
    {
        var lines = new Dictionary<Guid, PlaceCardLines>();
        foreach (var some in posts.Chunk(5000))
        {
            var values = ("@posts", (object?)IdSet.Of(sql, some));
            var times = (await sql.List($"""
                select t.post_id, t.name, t.from_minute, t.minutes, t.days, t.needed, t.target, t.leader, t.skill from post_time t where {IdSet.In(sql, "t.post_id", "@posts")} and t.ended_at is null order by t.from_minute, t.id
                """, row => (Post: row.Guid(0), Band: new Band(row.Text(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5), row.Int(6), row.Bool(7), row.TextOrNull(8))), stop, values)).ToLookup(t => t.Post, t => t.Band);
            var kits = (await sql.List($"""
                select p.id, coalesce((select k.items from kit_list k where k.post_id = p.id), (select k.items from kit_list k where k.kind = p.kind)) from post p where {IdSet.In(sql, "p.id", "@posts")}
                """, row => (Post: row.Guid(0), Items: row.TextOrNull(1)), stop, values)).ToDictionary(k => k.Post, k => k.Items);
            foreach (var post in some)
            {
                var items = kits.GetValueOrDefault(post) is { Length: > 0 } text ? string.Join('、', OpeningRules.Items(text)) : null;
                if (items is not null || times[post].Any()) lines[post] = new PlaceCardLines(times[post].Any() ? Band.Write(times[post]).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "；", StringComparison.Ordinal) : null, items);
            }
        }
        return lines;
    }
}
