using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Rosters.Posts;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.Rosters.Patterns;

/// <summary>What <see cref="ApplyPattern"/> did; <c>Posts = Set + Kept + Without</c>.</summary>
/// <param name="Set">Posts whose times are now the pattern's.</param>
/// <param name="Kept">Posts that had times and keep them, or already had these.</param>
/// <param name="Without">Posts of a kind that no pattern is for.</param>
public sealed record PatternApplied(int Posts, int Set, int Kept, int Without, int Times);

/// <summary>Sets the times of all posts of an area and below from patterns: one community, a street, or the whole ground of an emergency.</summary>
/// <param name="Pattern">Key of a usual pattern or id of one's own; null takes for each kind of post the pattern that is its template.</param>
/// <param name="Kinds">Only posts of these kinds; empty for all.</param>
/// <param name="Replace">Also posts that have times already.</param>
public sealed record ApplyPattern(Guid AreaId, string? Pattern = null, IReadOnlyList<string>? Kinds = null, bool Replace = false) : Act<PatternApplied>
{
    private const int Chunk = 500;

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<PatternApplied> Do(Work work, CancellationToken stop)
    {
        var area = await work.Store.FindAsync<Area>([AreaId], stop) ?? throw new Refused("area-unknown", $"没有编号为 {AreaId} 的属地。", $"There is no area {AreaId}.", "AreaId");
        var choice = await PatternChoice.Read(work.Store, Pattern, stop);
        var posts = (await Areas.Posts(work.Sql, area.Path, stop)).Where(p => Kinds is not { Count: > 0 } || Kinds.Contains(p.Kind)).ToList();
        if (posts.Count == 0) throw new Refused("posts-none", $"“{area.Name}”和它下面没有这样的岗位。", $"There are no such posts in “{area.Name}” or below.", "AreaId");
        var (set, kept, without, times) = (0, 0, 0, 0);
        foreach (var some in posts.Chunk(Chunk))
        {
            var had = (await PostTimeBook.Standing(work, [.. some.Select(p => p.Id)], stop)).ToLookup(t => t.PostId);
            foreach (var post in some)
            {
                if (choice.For(post) is not { } bands) without++;
                else if (had[post.Id].Any() && !Replace) kept++;
                else if (PostTimeBook.Set(work, post.Id, had[post.Id], Peopled(post, bands)) > 0) (set, times) = (set + 1, times + bands.Count);
                else kept++;
            }
        }
        work.About("area", AreaId);
        var done = new PatternApplied(posts.Count, set, kept, without, times);
        work.Note("pattern", Pattern ?? "usual");
        work.Note("applied", done);
        return done;
    }

    private static IEnumerable<Band> Peopled(PostRef post, IReadOnlyList<Band> bands) => bands.Select(band => band.Needed is not null ? band : band with
    {
        Needed = BandRules.AtOnce(post.Minimum, bands), Target = Math.Max(BandRules.AtOnce(post.Minimum, bands), BandRules.AtOnce(post.Target, bands)),
    });
}

/// <summary>Which bands a post gets: of one pattern, or of its kind's template, one's own nearest above the post first.</summary>
internal sealed class PatternChoice
{
    private readonly IReadOnlyList<Band>? _one;
    private readonly List<(ShiftPattern Pattern, string Path, IReadOnlyList<Band> Bands)> _own = [];

    private PatternChoice(IReadOnlyList<Band>? one) => _one = one;

    /// <exception cref="Refused">There is no such pattern.</exception>
    public static async Task<PatternChoice> Read(Platform.Storage.Store store, string? pattern, CancellationToken stop)
    {
        if (UsualPatterns.Find(pattern) is { } usual) return new(Band.Read(usual.Bands, "Pattern").Bands);
        if (!string.IsNullOrWhiteSpace(pattern))
        {
            var own = Guid.TryParse(pattern, out var id) ? await store.Set<ShiftPattern>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.EndedAt == null, stop) : null;
            return own is null ? throw new Refused("pattern-unknown", $"没有班制“{pattern}”。", $"There is no pattern “{pattern}”.", "Pattern") : new(Band.Read(own.Bands, "Pattern").Bands);
        }
        var choice = new PatternChoice(null);
        foreach (var own in await store.Set<ShiftPattern>().AsNoTracking().Where(p => p.EndedAt == null && p.Kinds != "").OrderBy(p => p.Id).ToListAsync(stop))
        {
            var path = own.AreaId is { } at ? (await store.Set<Area>().AsNoTracking().SingleAsync(a => a.Id == at, stop)).Path : "";
            choice._own.Add((own, path, Band.Read(own.Bands, "Pattern").Bands));
        }
        return choice;
    }

    public IReadOnlyList<Band>? For(PostRef post) => _one
        ?? _own.Where(o => o.Pattern.Fits(post.Kind) && post.AreaPath.StartsWith(o.Path, StringComparison.Ordinal)).OrderByDescending(o => o.Path.Length).FirstOrDefault().Bands
        ?? (UsualPatterns.All.FirstOrDefault(u => u.Kinds.Split('、').Contains(post.Kind)) is { } usual ? Band.Read(usual.Bands, "Pattern").Bands : null);
}
