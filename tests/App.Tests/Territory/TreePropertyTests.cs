using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Territory;

/// <summary>Whatever is added, moved, split, merged and closed, in any order: paths stay a tree, and nothing stands below what ended.</summary>
public sealed class TreePropertyTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Paths_stay_a_tree_and_nothing_stands_below_what_ended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var done = new Dictionary<string, int>(StringComparer.Ordinal);
        var why = new List<string>();
        var tape = Gen.Sample(Gen.Choose(0, 1_000_000), 1200, 1200).ToArray();
        for (var i = 0; i + 3 < tape.Length; i += 4)
        {
            test.Clock.Advance(TimeSpan.FromMinutes(1));
            var all = await All();
            var open = all.Where(a => a.ValidTo is null).ToList();
            var step = Step(test, open, tape.AsSpan(i, 4), i);
            try
            {
                await step.Run;
                done[step.Name] = done.GetValueOrDefault(step.Name) + 1;
            }
            catch (Refused refused)
            {
                why.Add($"{step.Name}: {refused.Rules[0].Code}");
                // Refused means that nothing was saved; the tree is looked at all the same.
            }
            if (i % 40 == 0) Look(await All());
        }
        Look(await All());
        foreach (var name in (string[])["add", "move", "split", "merge", "close"]) Assert.True(done.GetValueOrDefault(name) > 3, $"{name}: {done.GetValueOrDefault(name)}; {string.Join(", ", why.CountBy(w => w))}");

        async Task<List<Area>> All()
        {
            await using var store = await test.Stores.Open();
            return await store.Set<Area>().AsNoTracking().OrderBy(a => a.Path).ToListAsync();
        }
    }

    private static void Look(List<Area> all)
    {
        Loading.LoadAreasTests.AssertTree(all);
        var byId = all.ToDictionary(a => a.Id);
        foreach (var area in all.Where(a => a is { ValidTo: null, ParentId: not null }))
            Assert.True(byId[area.ParentId!.Value].ValidTo is null, $"{area.Name} stands below {byId[area.ParentId.Value].Name}, which ended");
    }

    private static (string Name, Task Run) Step(TestInstallation test, List<Area> open, ReadOnlySpan<int> dice, int i)
    {
        Area Pick(int die) => open[die % open.Count];
        if (open.Count < 4) return ("add", test.Do(new AddArea(null, AreaLevel.Street, $"街道{i}")));
        var area = Pick(dice[1]);
        var below = (AreaLevel)Math.Min(80, (int)area.Level + 10 + dice[2] % 2 * 10);
        switch (dice[0] % 8)
        {
            case 0 or 1 or 2:
                return ("add", test.Do(new AddArea(area.Id, below, $"{below}{i}")));
            case 3 or 4:
                var higher = open.Where(a => a.Level < area.Level).ToList();
                var to = dice[3] % 5 == 0 || higher.Count == 0 ? Pick(dice[2]) : higher[dice[2] % higher.Count];
                return ("move", test.Do(new MoveArea(area.Id, area.Version, to.Id, "试")));
            case 5:
                var children = open.Where(a => a.ParentId == area.Id).Select(a => a.Id).ToList();
                return ("split", test.Do(new SplitArea(area.Id, area.Version,
                    [new NewArea($"甲{i}", Children: [.. children.Take(1)]), new NewArea($"乙{i}", Children: [.. children.Skip(1)])], "试")));
            case 6:
                var other = open.FirstOrDefault(a => a.ParentId == area.ParentId && a.Level == area.Level && a.Id != area.Id) ?? area;
                return ("merge", test.Do(new MergeAreas([new SeenArea(area.Id, area.Version), new SeenArea(other.Id, other.Version)], new NewArea($"合{i}"), "试")));
            default:
                return ("close", test.Do(new CloseArea(area.Id, area.Version, "试", dice[2] % 3 == 0 ? null : Pick(dice[3]).Id, WithBelow: dice[2] % 6 == 0)));
        }
    }
}
