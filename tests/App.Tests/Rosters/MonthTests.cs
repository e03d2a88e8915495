using Muster.App.Tests.Rosters.Swapping;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Rosters;

namespace Muster.App.Tests.Rosters;

/// <summary>The board's month.</summary>
public sealed class MonthTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_month_is_made_of_every_roster_of_the_area(Engine engine)
    {
        await using var p = await Posted.Make(engine, days: 3);
        await p.Give(0, p.Early, 1);
        var next = Assert.Single(await p.Test.Do(new MakeRosters(p.Town.Emergency, Posted.First.AddDays(10), 5, p.Town.Communities[0].Id)));
        var rosters = p.Test.Get<RosterQueries>();
        var line = (await rosters.Of(p.Roster, default))!;
        var month = await rosters.Month(line, new DateOnly(2020, 2, 1), default);
        Assert.Equal(29, month.Days.Count());
        // 19–21 and 29 February, two bands a day.
        Assert.Equal((8, 7, 1), (month.Turns.Count, month.Turns.Count(t => t.PersonId is null), month.People.Count));
        Assert.Single(month.At[(p.Person(0), Posted.First.AddDays(1))]);
        Assert.Equal(2, month.Turns.Count(t => t.RosterId == next));
        Assert.Equal(8, (await rosters.Month(line, new DateOnly(2020, 3, 1), default)).Turns.Count);
    }
}
