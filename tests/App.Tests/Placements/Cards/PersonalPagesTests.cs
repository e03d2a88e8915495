using System.Security.Cryptography;
using Muster.App.Tests.Testing;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Links;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

public sealed class PersonalPagesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_card_leads_its_holder_to_the_own_page_and_the_store_has_only_the_secrets_hash(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        foreach (var card in await town.All(CardKind.Person))
        {
            var page = (await town.Pages.Find(card.Secret!, default))!;
            var content = CardContent.Read<PersonContent>(card.Content);
            Assert.Equal((content.Name, content.Post, content.StartsAt), (page.Name, page.Place!.Post, page.Place.StartsAt));
            Assert.DoesNotContain(card.Secret!, card.Content, StringComparison.Ordinal);
            Assert.Equal(1, await town.Town.Number("select count(*) from personal_link where token_hash = @h", ("@h", SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(card.Secret!)))));
        }
        Assert.Equal(12, await town.Town.Number("select count(*) from personal_link where opened_at is not null"));
        Assert.Equal(12, await town.Town.Number($"select count(*) from audit_entry where act = '{nameof(OpenPersonalLink)}'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_revoked_link_opens_nothing_and_a_new_card_has_a_new_one(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        var card = (await town.All(CardKind.Person))[0];
        await town.Test.Do(new RevokePersonalLink(town.Town.Emergency, card.SubjectId, "手机丢失"));

        Assert.Null(await town.Pages.Find(card.Secret!, default));
        Assert.Null((await town.Cards.Card(card.Id, default))!.Secret);
        Assert.Equal(["link-missing"], (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new RevokePersonalLink(town.Town.Emergency, card.SubjectId, "再来")))).Rules.Select(r => r.Code));
        Assert.Equal((1, 1, 1), await town.Issue() is var again ? (again.People, again.Replaced, again.Links) : default);
        var renewed = (await town.All(CardKind.Person)).Single(c => c.SubjectId == card.SubjectId);
        Assert.NotEqual(card.Secret, renewed.Secret);
        Assert.Equal(card.SubjectId, (await town.Pages.Find(renewed.Secret!, default)) is { } page ? town.Town.People.Single(p => p.Name == page.Name).Id : default);
        Assert.Null(await town.Pages.Find(card.Secret!, default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_page_shows_the_place_of_now_and_nothing_when_there_is_none_or_the_emergency_is_closed(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        var card = (await town.All(CardKind.Person)).First(c => CardContent.Read<PersonContent>(c.Content).Post == "东门");
        await town.Town.Run("update post set name = '北门' where name = '东门'");
        Assert.Equal("北门", (await town.Pages.Find(card.Secret!, default))!.Place!.Post);
        town.Test.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal("北门", (await town.Pages.Find(card.Secret!, default))!.Place!.Post);

        await town.Town.Run("update placement set ends_at = starts_at where person_id = @p", ("@p", card.SubjectId));
        Assert.Null((await town.Pages.Find(card.Secret!, default))!.Place);

        await town.Town.Run("update emergency set closed_at = opened_at");
        Assert.Null(await town.Pages.Find(card.Secret!, default));
        Assert.Null(await town.Pages.Find("", default));
        Assert.Null(await town.Pages.Find(card.Secret![..42] + (card.Secret[42] == 'A' ? 'E' : 'A'), default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task With_another_key_cards_reprint_without_a_code_that_opens_nothing(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        File.WriteAllBytes(Path.Combine(town.Test.Installation.Folder, LinkSecrets.FileName), new byte[32]);
        var other = new CardQueries(town.Test.Stores, new LinkSecrets(town.Test.Installation), town.Test.Get<Muster.Platform.Sealing.Sealer>());
        var cards = await other.Cards(town.Town.Emergency, [CardKind.Person], new CardFilter(), 100, default);
        Assert.Equal(12, cards.Count(c => c.Secret is null));
    }
}
