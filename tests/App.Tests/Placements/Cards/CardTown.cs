using Muster.App.Tests.Testing;
using Muster.Organisation;
using Muster.People;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Links;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

/// <summary>The small town with a published plan, a telephone for everybody, and a secretary who commands the first community.</summary>
internal sealed class CardTown : IAsyncDisposable
{
    public const string SecretaryPhone = "13900000000";

    public required Town Town { get; init; }
    public Guid Plan { get; private init; }
    public Person Secretary { get; } = new()
    {
        Id = Guid.CreateVersion7(), Name = "社书记", NameTail = "书记", Origin = Origin.LocalStaff, Source = "test", Version = 1,
    };

    public TestInstallation Test => Town.Test;
    public CardQueries Cards => (CardQueries)Test.Services.GetService(typeof(CardQueries))!;
    public PersonalPages Pages => (PersonalPages)Test.Services.GetService(typeof(PersonalPages))!;

    public static async Task<CardTown> Make(Engine engine)
    {
        var town = await Town.Make(engine);
        var plan = await town.Solve();
        await town.Publish(plan);
        var made = new CardTown { Town = town, Plan = plan };
        await made.Staff();
        return made;
    }

    private async Task Staff()
    {
        await using var store = await Test.Stores.Open();
        (Secretary.CreatedAt, Secretary.ChangedAt) = (Town.Now, Town.Now);
        store.Add(Secretary);
        await store.SaveChangesAsync();
        store.AddRange(Town.People.Select((p, i) => Test.Get<Identities>().Make(p.Id, null, null, $"138000000{i:d2}", null)));
        store.Add(Test.Get<Identities>().Make(Secretary.Id, null, null, SecretaryPhone, null));
        var seat = new Seat { Id = Guid.CreateVersion7(), EmergencyId = Town.Emergency, AreaId = Town.Communities[0].Id, Kind = SeatKind.HostSecretary, Title = "社区书记", Commands = true, Version = 1 };
        store.Add(seat);
        await store.SaveChangesAsync();
        store.Add(new SeatHolding { Id = Guid.CreateVersion7(), SeatId = seat.Id, PersonId = Secretary.Id, Place = Holder.A, StartsAt = Town.Now, Reason = "test" });
        await store.SaveChangesAsync();
        await Town.Run("update post set duty = '查验登记', rules = '双人在岗；当面交班。', kit = '口罩、手套', address = '东门=1号' where id = @id", ("@id", Town.Posts[0].Id));
    }

    public Task<IssuedCards> Issue() => Test.Do(new IssueCards(Town.Emergency));

    public Task<List<IssuedCard>> All(params CardKind[] kinds) =>
        Cards.Cards(Town.Emergency, kinds.Length == 0 ? Enum.GetValues<CardKind>() : kinds, new CardFilter(), 1000, default);

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
