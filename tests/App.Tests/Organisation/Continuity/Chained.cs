using Muster.App.Tests.Emergencies;
using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.People;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.App.Tests.Organisation.Continuity;

/// <summary>A district of one street and three communities whose formation has grown: each has a secretary with B and C, and a group led by B.</summary>
internal sealed class Chained : IAsyncDisposable
{
    public required TestInstallation Test { get; init; }
    public Guid Emergency { get; private set; }
    public Area District { get; private set; } = new();
    public List<Area> Communities { get; private set; } = [];

    /// <summary>A, B and C of each community, one after the other.</summary>
    public List<Person> People { get; } = [];

    /// <summary>The secretary of the branch over the street.</summary>
    public Person Branch { get; private set; } = new();

    public static async Task<Chained> Make(Engine engine)
    {
        var made = new Chained { Test = await TestInstallation.Make(engine) };
        var ground = new TestGround(made.Test);
        (made.District, _, made.Communities) = await ground.District(1, 3);
        made.Emergency = await ground.Emergency(made.District);
        await made.Test.Do(new GrowFormation(made.Emergency, FormationTemplate.ThreeTier));
        made.Branch = await ground.Person("支书", member: true, grade: 5);
        await made.Test.Do(new TakeSeat((await made.Seats("BranchSecretary"))[0].Id, made.Branch.Id, Holder.A, "任命"));
        foreach (var community in made.Communities)
        {
            var host = (await made.Seats("HostSecretary")).Single(s => s.Area == community.Id).Id;
            for (var place = Holder.A; place <= Holder.C; place++)
            {
                made.People.Add(await ground.Person($"{community.Name}{place}", member: true, grade: 3 - (int)place));
                await made.Test.Do(new TakeSeat(host, made.People[^1].Id, place, "任命"));
            }
            await made.Test.Do(new TakeSeat((await made.Seats("GroupLeader")).Single(s => s.Area == community.Id).Id, made.People[^2].Id, Holder.A, "任命"));
        }
        return made;
    }

    public async Task<List<(Guid Id, Guid? Area)>> Seats(string kind)
    {
        await using var store = await Test.Stores.Open();
        return await store.Sql.List("select id, area_id from seat where kind = @k and ends_at is null order by title", row => (row.Guid(0), row.GuidOrNull(1)), default, ("@k", kind));
    }

    /// <summary>Who sits where now.</summary>
    public async Task<List<(Guid Seat, Holder Place, Guid Person)>> Held()
    {
        await using var store = await Test.Stores.Open();
        return await store.Sql.List("select seat_id, place, person_id from seat_holding where ends_at is null order by seat_id, place", row => (row.Guid(0), row.Enum<Holder>(1), row.Guid(2)), default);
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
