using System.Globalization;
using System.Text.Json.Serialization;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Territory.Names;
using Muster.Territory.Register;

namespace Muster.Territory.Loading;

/// <summary>What a load did; <c>Added + Kept + LeftOut = Areas</c>.</summary>
/// <param name="Areas">Areas of the register that were asked for, with those above them.</param>
/// <param name="Kept">Already here under their code, standing or closed; left exactly as they are.</param>
/// <param name="LeftOut">New in the register, but what is above them was closed here.</param>
/// <param name="Keys">Search keys written.</param>
public sealed record LoadedAreas(int Areas, int Added, int Kept, int LeftOut, int Communities, long Keys);

/// <summary>
/// Brings areas of the national register into the store: whole provinces, counties, streets (by code) or everything, with search keys,
/// a layout for the map, and always what stands above. One transaction: a cancel keeps nothing of it. Loading again adds only what is new.
/// </summary>
/// <param name="Codes">2, 4, 6, 9 or 12 digits each; not looked at for the nation.</param>
public sealed record LoadAreas(IReadOnlyList<string> Codes, bool Nation = false) : Act<LoadedAreas>
{
    /// <summary>Only the chosen areas and what is above them, nothing below.</summary>
    public bool AboveOnly { get; init; }

    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<LoadedAreas> Do(Work work, CancellationToken stop)
    {
        if (!Nation) Refused.Where(RegisterChoice.Rules(Codes));
        var register = NationalRegister.Embedded;
        var provinces = Nation ? [.. register.Provinces] : Codes.Select(RegisterChoice.Number).Distinct().Order().ToList();
        var total = provinces.Sum(register.CountIn);
        Progress?.Report(new JobProgress("areas", 0, total));
        var here = await Existing(work.Sql, provinces, stop);
        var keys = new KeyPool();
        var count = new Counts();
        await work.Store.Insert(Fresh(provinces, here, keys, count, work.Now), stop, done => Progress?.Report(new JobProgress("areas", done, total)));
        if (keys.Count > 0)
        {
            await work.Store.Insert(keys.InOrder(), stop, done => Progress?.Report(new JobProgress("search", done, keys.Count)));
            await work.Sql.Run(work.Sql.Pick("pragma analysis_limit = 1000; analyze area; analyze area_key", "analyze area, area_key"), stop);
        }
        work.Note("codes", Nation ? "nation" : string.Join(' ', Codes));
        work.Note("added", count.Added);
        return new LoadedAreas(count.Areas, count.Added, count.Kept, count.LeftOut, count.Communities, keys.Count);
    }

    private IEnumerable<Area> Fresh(List<int> provinces, Dictionary<(string, AreaLevel), Standing> here, KeyPool keys, Counts count, DateTimeOffset now)
    {
        foreach (var province in provinces)
        {
            var areas = NationalRegister.Embedded.Load(province);
            var wanted = Nation ? null : RegisterChoice.In(areas, Codes, !AboveOnly);
            var discs = Layout.Place(areas);
            var standing = new Standing?[areas.Length];
            for (var i = 0; i < areas.Length; i++)
            {
                if (wanted is not null && !wanted[i]) continue;
                var from = areas[i];
                count.Areas++;
                if (from.Level == AreaLevel.Community) count.Communities++;
                var code = from.Code.ToString("d12", CultureInfo.InvariantCulture);
                if (here.TryGetValue((code, from.Level), out var already))
                {
                    standing[i] = already;
                    count.Kept++;
                    continue;
                }
                var above = from.Parent < 0 ? null : standing[from.Parent];
                if (from.Parent >= 0 && above is not { Closed: false })
                {
                    count.LeftOut++;
                    continue;
                }
                var area = New(from, code, above, discs[i].Centre, now);
                standing[i] = new Standing(area.Id, area.Path, Closed: false);
                keys.Add(area.Id, area.Level, area.Name);
                count.Added++;
                yield return area;
            }
        }
    }

    private static Area New(RegisteredArea from, string code, Standing? above, Location centre, DateTimeOffset now)
    {
        var pinyin = Pinyin.Of(ShortName.Stem(from.Name), NameKind.Place);
        return new Area
        {
            Id = Guid.CreateVersion7(), ParentId = above?.Id, Level = from.Level, Name = from.Name, ShortName = ShortName.Of(from.Name),
            Pinyin = pinyin.Full, Initials = pinyin.Initials, Code = code, Path = AreaPath.Child(above?.Path ?? "", NumberOf(from)),
            ValidFrom = now, Latitude = centre.Latitude, Longitude = centre.Longitude, Datum = Datum.Wgs84, Approximate = centre.IsApproximate, Version = 1,
        };
    }

    /// <summary>The part of the code that is the area's own; streets without a county above (东莞) count apart, so that they clash with no sibling.</summary>
    private static int NumberOf(RegisteredArea area) => area.Level switch
    {
        AreaLevel.Province => (int)(area.Code / 10_000_000_000),
        AreaLevel.City => (int)(area.Code / 100_000_000 % 100),
        AreaLevel.County => (int)(area.Code / 1_000_000 % 100),
        AreaLevel.Street => (int)(area.Code / 1_000 % 1_000) + (area.ParentCode % 100_000_000 == 0 ? 10_000 : 0),
        _ => (int)(area.Code % 1_000),
    };

    private static async Task<Dictionary<(string, AreaLevel), Standing>> Existing(Sql sql, List<int> provinces, CancellationToken stop)
    {
        var here = new Dictionary<(string, AreaLevel), Standing>();
        foreach (var province in provinces)
        {
            // Closed first, so that a code which was closed and given again stands for its open area. Each has an index of its own.
            foreach (var state in (string[])["valid_to is not null", "valid_to is null and code is not null"])
                await foreach (var row in sql.Rows($"select id, code, level, path, valid_to from area where code >= @from and code <= @to and {state}",
                    row => (Code: row.Text(1), Level: (AreaLevel)row.Int(2), At: new Standing(row.Guid(0), row.Text(3), Closed: !row.IsNull(4))),
                    stop, ("@from", $"{province:d2}0000000000"), ("@to", $"{province:d2}9999999999")))
                    here[(row.Code, row.Level)] = row.At;
        }
        return here;
    }

    private sealed record Standing(Guid Id, string Path, bool Closed);

    private sealed class Counts
    {
        public int Areas, Added, Kept, LeftOut, Communities;
    }
}
