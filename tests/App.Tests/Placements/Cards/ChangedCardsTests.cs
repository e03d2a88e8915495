using Muster.App.Tests.Testing;
using Muster.Placements.Cards;
using Muster.Platform.Storage;
using Muster.Rosters.Opening;
using Muster.Rosters.Posts;

namespace Muster.App.Tests.Placements.Cards;

/// <summary>Cards that say something else than what was last printed.</summary>
public sealed class ChangedCardsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_card_whose_people_times_or_kit_change_is_listed_until_it_is_issued_again(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var changed = town.Test.Get<ChangedCards>();
        Assert.All(await changed.Of(town.Town.Emergency, null, default), c => Assert.Equal(["new"], c.What));
        await town.Issue();
        Assert.Empty(await changed.Of(town.Town.Emergency, null, default));

        var (gate, other) = (town.Town.Posts[0], town.Town.Posts[1]);
        await town.Test.Do(new SetPostTimes(gate.Id, "早 08:00-16:00 2人"));
        await town.Test.Do(new SetKitList(null, gate.Id, "体温枪\n对讲机"));
        await town.Town.Run("update post set duty = '新的职责' where id = @id", ("@id", other.Id));
        var list = await changed.Of(town.Town.Emergency, town.Town.Communities[0].Id, default);
        Assert.Equal([["times", "kit"], ["duty"]], new[] { gate.Id, other.Id }.Select(id => list.Single(c => c.SubjectId == id).What));
        Assert.Equal(2, list.Count);
        Assert.Empty(await changed.Of(town.Town.Emergency, town.Town.Communities[1].Id, default));

        var again = await town.Test.Do(new IssueCards(town.Town.Emergency, Subjects: [.. list.Select(c => c.SubjectId)]));
        Assert.Equal((2, 2, 0), (again.Posts, again.Replaced, again.People));
        Assert.Empty(await changed.Of(town.Town.Emergency, null, default));
        var content = CardContent.Read<PlaceContent>((await town.All(CardKind.Post)).Single(c => c.SubjectId == gate.Id).Content);
        Assert.Equal("体温枪、对讲机", content.Kit);
        Assert.Contains("08:00-16:00", content.Times, StringComparison.Ordinal);

        // Where nobody serves any more and none is wanted the card is withdrawn with the others.
        await town.Town.Run("update placement set ends_at = starts_at where area_id = @a and post_id is null", ("@a", town.Town.Communities[1].Id));
        Assert.Equal(["gone"], Assert.Single(await changed.Of(town.Town.Emergency, null, default)).What);
    }
}
