using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Names;

namespace Muster.People;

/// <summary>What a written home turned out to be.</summary>
/// <param name="Area">The one area it must be; null when none or several.</param>
/// <param name="Candidates">Several that fit equally well, at most <see cref="HomeFinder.CandidatesMax"/>.</param>
public sealed record HomeFound(Guid? Area, IReadOnlyList<ReviewCandidate> Candidates);

/// <summary>
/// Finds the area of a home as people write it: a code, a name (庆有西里社区), or an address with anything around it
/// (天津市和平区南市街道庆有西里社区3号楼). Every name of the territory that occurs in the text is looked at; the area wins whose own name
/// and the names above it explain most of the text. Nothing above a street is taken for a home unless it is all that was written.
/// </summary>
public sealed class HomeFinder
{
    public const int CandidatesMax = 10;

    private const int StemMax = 16, CacheMax = 200_000;

    private readonly Dictionary<string, List<int>> _byStem = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byCode = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HomeFound> _cache = new(StringComparer.Ordinal);
    private readonly List<Place> _places = [];
    private readonly HashSet<char> _heads = [];

    private readonly record struct Place(Guid Id, string ShortName, AreaLevel Level, int Parent, int StemLength);

    /// <summary>Reads the names of all standing areas; 54,145 communities take about a fifth of a second.</summary>
    public static async Task<HomeFinder> Load(Sql sql, CancellationToken stop)
    {
        var finder = new HomeFinder();
        var parents = new Dictionary<Guid, int>();
        await foreach (var area in sql.Rows("select id, parent_id, level, name, short_name, code from area where valid_to is null and emergency_id is null order by path",
            row => (Id: row.Guid(0), Parent: row.GuidOrNull(1), Level: (AreaLevel)row.Int(2), Name: row.Text(3), Short: row.Text(4), Code: row.TextOrNull(5)), stop))
        {
            parents[area.Id] = finder._places.Count;
            finder.Add(area.Id, area.Parent is { } p ? parents.GetValueOrDefault(p, -1) : -1, area.Level, area.Name, area.Short, area.Code);
        }
        return finder;
    }

    internal void Add(Guid id, int parent, AreaLevel level, string name, string shortName, string? code)
    {
        var stem = NameKeys.Fold(ShortName.Stem(name));
        if (stem.Length > StemMax) stem = stem[..StemMax];
        var index = _places.Count;
        _places.Add(new Place(id, shortName, level, parent, stem.Length));
        if (code is not null) _byCode[code] = index;
        if (stem.Length < 2) return;
        _heads.Add(stem[0]);
        if (_byStem.TryGetValue(stem, out var same)) same.Add(index);
        else _byStem[stem] = [index];
    }

    public HomeFound Find(string written)
    {
        if (_cache.TryGetValue(written, out var known)) return known;
        var found = Look(NameKeys.Fold(written));
        if (_cache.Count < CacheMax) _cache[written] = found;
        return found;
    }

    private HomeFound Look(string text)
    {
        if (text.Length is >= 9 and <= 12 && text.All(char.IsAsciiDigit))
            return _byCode.TryGetValue(text.PadRight(12, '0'), out var coded) ? new HomeFound(_places[coded].Id, []) : new HomeFound(null, []);
        var hits = Hits(text);
        var best = new List<int>();
        var most = 0;
        foreach (var (place, at) in hits)
        {
            var score = Score(place, at, hits);
            if (score < most) continue;
            if (score > most) best.Clear();
            most = score;
            best.Add(place);
        }
        // A street and a cluster or community of its name fit alike: the upper one is meant as long as nothing says otherwise.
        best.RemoveAll(place => best.Contains(_places[place].Parent));
        if (best.Count == 1 && (_places[best[0]].Level >= AreaLevel.Street || most >= NameKeys.Query(text).Length))
            return new HomeFound(_places[best[0]].Id, []);
        return new HomeFound(null, best.Take(CandidatesMax).Select(Candidate).ToList());
    }

    /// <summary>Every area whose name occurs in the text, and where it begins last.</summary>
    private Dictionary<int, int> Hits(string text)
    {
        var hits = new Dictionary<int, int>();
        var stems = _byStem.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < text.Length - 1; at++)
        {
            if (!_heads.Contains(text[at])) continue;
            for (var length = Math.Min(StemMax, text.Length - at); length >= 2; length--)
                if (stems.TryGetValue(text.AsSpan(at, length), out var places))
                    foreach (var place in places) hits[place] = at;
        }
        return hits;
    }

    /// <summary>Letters of the text that the area and the areas above it explain, each before the one below.</summary>
    private int Score(int place, int at, Dictionary<int, int> hits)
    {
        var score = _places[place].StemLength;
        for (var above = _places[place].Parent; above >= 0; above = _places[above].Parent)
        {
            if (!hits.TryGetValue(above, out var begin) || begin + _places[above].StemLength > at) continue;
            score += _places[above].StemLength;
            at = begin;
        }
        return score;
    }

    private ReviewCandidate Candidate(int place)
    {
        var above = new List<string>();
        for (var at = _places[place].Parent; at >= 0 && above.Count < 3; at = _places[at].Parent) above.Insert(0, _places[at].ShortName);
        return new ReviewCandidate(_places[place].Id, _places[place].ShortName, string.Join(' ', above));
    }
}
