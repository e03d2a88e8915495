using Muster.App.Tests.Testing;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Links;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

public sealed class IssueCardsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_post_and_every_person_gets_a_card(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var issued = await town.Issue();

        Assert.Equal((2, 12, 0, 0, 0, 12), (issued.Posts, issued.People, issued.Unchanged, issued.Replaced, issued.Withdrawn, issued.Links));
        Assert.Equal(await town.Town.Number("select count(distinct area_id) from placement where post_id is null"), issued.Areas);
        var cards = await town.All();
        var gate = CardContent.Read<PlaceContent>(cards.Single(c => c.SubjectId == town.Town.Posts[0].Id).Content);
        Assert.Equal(("演练", "试字〔2020〕1号", "东门", "值守", "查验登记", "口罩、手套", 2), (gate.Emergency, gate.Document, gate.Post, gate.Kind, gate.Duty, gate.Kit, gate.Minimum));
        Assert.Equal(["第一社区"], gate.Above);
        Assert.Equal(new CardContact("社书记", "社区书记", CardTown.SecretaryPhone), gate.Contact);
        Assert.True(gate.People.Count >= 2);
        Assert.Equal(12, cards.Where(c => c.Kind == CardKind.Person).Select(c => c.Number).Distinct().Count());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Issuing_again_changes_nothing(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var first = await town.Issue();
        var second = await town.Issue();

        Assert.Equal(new IssuedCards(0, 0, 0, first.Posts + first.Areas + first.People, 0, 0, 0), second);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Only_a_changed_card_is_replaced_and_the_old_one_reprints_as_issued(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        var gate = (await town.All(CardKind.Post)).Single(c => c.SubjectId == town.Town.Posts[0].Id);
        await town.Town.Run("update post set name = '南门' where id = @id", ("@id", gate.SubjectId));
        town.Test.Clock.Advance(TimeSpan.FromHours(1));
        var people = CardContent.Read<PlaceContent>(gate.Content).People.Count;

        var again = await town.Issue();

        Assert.Equal((1, people, 1 + people), (again.Posts, again.People, again.Replaced));
        var old = (await town.Cards.Card(gate.Id, default))!;
        Assert.Equal((gate.Content, gate.Number), (old.Content, old.Number));
        Assert.NotNull(old.ReplacedAt);
        var history = await town.Cards.History(town.Town.Emergency, gate.SubjectId, default);
        Assert.Equal(2, history.Select(h => h.Number).Distinct().Count());
        Assert.Equal("南门", CardContent.Read<PlaceContent>((await town.Cards.Card(history[0].Id, default))!.Content).Post);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_without_a_place_any_more_loses_the_card(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        var person = (await town.All(CardKind.Person))[0];
        await town.Town.Run("update placement set ends_at = starts_at where person_id = @p", ("@p", person.SubjectId));

        Assert.Equal(1, (await town.Issue()).Withdrawn);
        Assert.NotNull((await town.Cards.Card(person.Id, default))!.ReplacedAt);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_selection_gets_its_cards_and_the_others_stay_as_they_are(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var one = await town.Test.Do(new IssueCards(town.Town.Emergency, Subjects: [town.Town.People[0].Id]));
        Assert.Equal((0, 0, 1, 0), (one.Posts, one.Areas, one.People, one.Withdrawn));
        var post = await town.Test.Do(new IssueCards(town.Town.Emergency, Subjects: [town.Town.Posts[1].Id]));
        Assert.Equal((1, 0, 0, 0), (post.Posts, post.Areas, post.People, post.Withdrawn));
        var area = await town.Test.Do(new IssueCards(town.Town.Emergency, AreaId: town.Town.Communities[0].Id, Kind: CardKind.Post));
        Assert.Equal((1, 0, 0, 1, 0), (area.Posts, area.Areas, area.People, area.Unchanged, area.Withdrawn));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nothing_is_issued_before_a_plan_is_published_or_without_a_choice(Engine engine)
    {
        await using var town = await Town.Make(engine);
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new IssueCards(town.Emergency, Subjects: [])));
        Assert.Equal(["nothing-published", "nothing-chosen"], refused.Rules.Select(r => r.Code));
        Assert.Equal(["emergency-missing"], (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(new IssueCards(Guid.CreateVersion7())))).Rules.Select(r => r.Code));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_may_not_issue_cards_is_refused_and_issuing_stands_on_the_audit_trail(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var stranger = new Actor(null, "stranger", "api", permission => permission != Permission.IssueCards);
        var refused = await Assert.ThrowsAsync<Refused>(() => town.Test.Desk.Do(new IssueCards(town.Town.Emergency), WriteId.New(), stranger));
        Assert.Equal("not-allowed", refused.Rules[0].Code);
        Assert.Equal(0, await town.Town.Number("select count(*) from card"));
        await town.Issue();
        Assert.Equal(1, await town.Town.Number("select count(*) from audit_entry where act = 'IssueCards' and result = 'Done'"));
        Assert.Equal(0, await town.Town.Number($"select count(*) from audit_entry where details like '%{CardTown.SecretaryPhone}%' or outcome like '%社书记%'"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_current_cards_of_one_subject_are_refused_by_the_database(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        await town.Issue();
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => town.Town.Run("update card set subject_id = (select min(subject_id) from card where kind = 'Post') where kind = 'Post'"
            .Replace("min(subject_id)", engine == Engine.Postgres ? "min(subject_id::text)::uuid" : "min(subject_id)", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rule_text_is_cut_into_its_rules() =>
        Assert.Equal(["双人在岗", "当面交班", "不放行发热人员"], Sentences.Of("双人在岗；当面交班。\n不放行发热人员"));
}
