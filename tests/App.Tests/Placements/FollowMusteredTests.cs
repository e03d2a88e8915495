using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Mobilisation;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements;

public sealed class FollowMusteredTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Somebody_with_a_placement_is_not_taken_out_until_it_is_ended(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var person = town.People[0];
        var leave = new UnmusterPeople(town.Emergency, new MusterFilter { PersonIds = [person.Id] }, "单位调回");

        var refused = (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(leave))).Rules.Single();
        Assert.Equal("person-placed", refused.Code);
        Assert.Contains(person.Name, refused.Zh, StringComparison.Ordinal);
        Assert.Equal(12, await town.Number("select count(*) from mustered"));

        town.Test.Clock.Advance(TimeSpan.FromDays(1));
        await town.Test.Do(new EndPlacements(town.Emergency, [person.Id], town.Now, "单位调回"));
        Assert.Equal(1, await town.Number("select count(*) from reserve"));
        Assert.Equal(1, (await town.Test.Do(leave)).Removed);
        Assert.Equal(0, await town.Number("select count(*) from reserve"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_placed_person_among_many_keeps_all_of_them_in(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 12);
        await town.Publish(await town.Solve());
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new UnmusterPeople(town.Emergency, new MusterFilter { PersonIds = [.. town.People.Select(p => p.Id)] }, "撤回")));
        Assert.Contains("12", refused.Rules.Single().En, StringComparison.Ordinal);
        Assert.Equal(12, await town.Number("select count(*) from mustered"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Placements_end_with_their_emergency_and_its_plans_are_not_published_any_more(Engine engine)
    {
        await using var town = await Town.Make(engine);
        await town.Publish(await town.Solve());
        var later = await town.Solve();
        town.Test.Clock.Advance(TimeSpan.FromDays(30));
        await town.Test.Do(new CloseEmergency(town.Emergency, "疫情解除"));

        Assert.Equal(12, await town.Number("select count(*) from placement where ends_at = @now and end_reason = '疫情解除'", ("@now", town.Now)));
        Assert.Contains("emergency-closed", (await Assert.ThrowsAsync<Refused>(() => town.Publish(later))).Rules.Select(r => r.Code));
    }
}
