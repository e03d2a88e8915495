using Muster.App.Tests.Rosters.Swapping;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Leaving;
using Muster.Rosters.Wishes;

namespace Muster.App.Tests.Rosters.Wishes;

/// <summary>Days people would like turns on, or not.</summary>
public sealed class WishTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_wish_said_on_the_phone_is_weighed_by_the_filling_and_what_is_not_kept_says_why(Engine engine)
    {
        await using var p = await Posted.Make(engine);
        var (first, days) = (Posted.First, p.Ground.Roster.Days);
        // Everybody but one would rather not have nights of the first day: the one has what the others do not want.
        for (var i = 1; i < p.Ground.People.Count; i++) await p.Do(i, new MakeWish(first, 2, WishPart.Late));
        var off = await p.Do(0, new MakeWish(first.AddDays(3), 2));
        Assert.Equal("wish-twice", await p.Refused(0, new MakeWish(first.AddDays(4), 1, WishPart.Early, Wanted: true)));
        Assert.Equal("wish-past", await p.Refused(0, new MakeWish(first.AddDays(-5))));
        Assert.Equal("wish-days", await p.Refused(0, new MakeWish(first, 40)));
        Assert.Equal("wish-unknown", await p.Refused(1, new EndWish(off)));
        Assert.Equal("account-of-nobody", await p.Refused(new MakeWish(first)));
        await p.Test.Get<FillRosters>().Run([p.Roster], new FillOptions(Steps: 400), p.Test.Actor, WriteId.New());
        await p.Look();
        var board = BrokenWishes.Of(p.Ground);
        Assert.All(p.Ground.Shifts.Where(s => s.PersonId == p.Person(0)), s => Assert.False(s.Day == first.AddDays(3) || s.Day == first.AddDays(4)));
        // Two days of one late turn each: at most one of them is the one's without a rest too short, the other's wish is broken and says so.
        Assert.InRange(board.Count(b => !b.Wanted), 0, 1);
        Assert.True(RosterCheck.Of(p.Ground).Holds);

        // By hand against a wish: no rule is broken, the board says it, and a suggestion says it first.
        var band = p.Ground.Bands.Single(b => b.Id == p.Early);
        var offered = CoverSuggestions.For(p.Ground, band, first.AddDays(3)).Single(s => s.Person.Id == p.Person(0));
        Assert.False(offered.Wished);
        Assert.NotEqual(TurnRefusal.Leave, offered.Refusal);
        var turn = p.Ground.Shifts.Single(s => s.PostTimeId == p.Early && s.Day == first.AddDays(3));
        await p.Test.Do(new AssignShift(turn.Id, p.Person(0), Exception: "试"));
        await p.Look();
        var broken = Assert.Single(BrokenWishes.Of(p.Ground), b => b.PersonId == p.Person(0));
        Assert.Equal((turn.Id, false), (broken.ShiftId!.Value, broken.Wanted));
        Assert.DoesNotContain(RosterCheck.Of(p.Ground).Findings, f => f.Code == TurnRefusal.Leave);
        Assert.Equal(0, await p.Town.Number("select count(*) from leave"));

        Assert.Single((await p.Test.Get<WishQueries>().Own((await p.As(0)).Id, default))!);
        await p.Do(0, new EndWish(off));
        Assert.Empty((await p.Test.Get<WishQueries>().Own((await p.As(0)).Id, default))!);
        Assert.Equal(p.Ground.People.Count - 1, (await p.Test.Get<WishQueries>().Page(new TableAsk("/wishes", [new("wanted", "no")]), default)).Total);

        // Wanted and not had: others have it, or the rules are against it.
        await p.Do(0, new MakeWish(first, days, Wanted: true));
        await p.Look();
        Assert.All(BrokenWishes.Of(p.Ground).Where(b => b.PersonId == p.Person(0)), b => Assert.NotNull(b.Refusal));
    }

    [Fact]
    public void The_parts_of_a_day_are_the_morning_the_afternoon_and_the_night()
    {
        Assert.Equal([true, true, false, false], Parts(480, 480));
        Assert.Equal([true, false, true, false], Parts(840, 480));
        Assert.Equal([true, false, false, true], Parts(1320, 480));
        Assert.Equal([true, false, false, true], Parts(0, 480));

        static bool[] Parts(int from, int minutes) => [.. Enum.GetValues<WishPart>().Select(p => WishRules.Matches(p, from, minutes))];
    }
}
