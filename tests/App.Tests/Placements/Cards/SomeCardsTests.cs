using System.Net;
using Muster.App.Tests.Testing;
using Muster.Placements.Cards;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

/// <summary>Cards of chosen rows and of an area with everything below it.</summary>
public sealed class SomeCardsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_shown_before_issuing_is_what_is_issued(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var (e, area) = (town.Town.Emergency, town.Town.Communities[0].Id);
        var at = town.Town.Start;
        var below = await town.Cards.Preview(e, at, new CardFilter(area), default);
        Assert.Equal((2, 0), (below.Posts, below.Current));
        var issued = await town.Test.Do(new IssueCards(e, area));
        Assert.Equal((issued.Posts, issued.Areas, issued.People), (below.Posts, below.Areas, below.People));
        var after = await town.Cards.Preview(e, at, new CardFilter(area), default);
        Assert.Equal(issued.Posts + issued.Areas + issued.People, after.Current);
        var whole = await town.Cards.Preview(e, at, new CardFilter(), default);
        Assert.Equal((12, after.Current), (whole.People, whole.Current));

        Guid[] people = [town.Town.People[0].Id, town.Town.People[1].Id, town.Town.People[2].Id];
        Assert.Equal((0, 0, 3), (await town.Cards.Preview(e, at, new CardFilter(Subjects: people), default)) is var p ? (p.Posts, p.Areas, p.People) : default);
        await town.Test.Do(new IssueCards(e, Subjects: people, Kind: CardKind.Person));
        Assert.Equal(3, (await town.Cards.Cards(e, [CardKind.Person], new CardFilter(Subjects: people), 10, default)).Count);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Chosen_rows_are_previewed_issued_printed_and_taken_as_a_file(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var e = town.Town.Emergency;
        await using var served = await Served.Of(town.Test);
        (string, string)[] people = [("Of", "people"), ("id", town.Town.People[0].Id.ToString()), ("id", town.Town.People[1].Id.ToString())];
        (string, string)[] posts = [("Of", "places"), ("id", town.Town.Posts[0].Id.ToString())];
        Assert.Contains("formaction=\"/in-force/" + e + "/cards\"", await served.Client.GetStringAsync($"/in-force/{e}/people"), StringComparison.Ordinal);
        foreach (var (chosen, said) in new[] { (people, "所选 2 人"), (posts, "所选 1 处") })
        {
            Assert.Contains(said, await Text(chosen), StringComparison.Ordinal);
            using var started = await Send([.. chosen, ("Do", "yes")]);
            Assert.StartsWith("/jobs/", started.Headers.Location!.ToString(), StringComparison.Ordinal);
            await served.Client.GetStringAsync(started.Headers.Location!.ToString());
        }
        for (var i = 0; i < 200 && await town.Town.Number("select count(*) from card") < 3; i++) await Task.Delay(25);
        Assert.Equal(3, await town.Town.Number("select count(*) from card where replaced_at is null"));
        var sheet = await Text([.. people, ("Print", "yes")]);
        Assert.Contains("card-page people", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("card-page places", sheet, StringComparison.Ordinal);
        using var file = await Send([.. people, ("File", "People.docx")]);
        Assert.Equal((HttpStatusCode.OK, "PK"), (file.StatusCode, System.Text.Encoding.ASCII.GetString((await file.Content.ReadAsByteArrayAsync())[..2])));
        Assert.Equal(1, await town.Town.Number("select count(*) from audit_entry where act = 'ExportPlan'"));
        using var none = await Send(("Of", "people"));
        Assert.Equal(HttpStatusCode.SeeOther, none.StatusCode);

        var area = await served.Client.GetStringAsync($"/in-force/{e}/cards?area={town.Town.Communities[0].Id}&lang=en");
        Assert.Contains("第一社区 and below", area, StringComparison.Ordinal);
        Assert.Contains("及以下", await Text(("Of", "area"), ("area", town.Town.Street.Id.ToString())), StringComparison.Ordinal);

        async Task<string> Text(params (string, string)[] fields)
        {
            using var answer = await Send(fields);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.StatusCode == HttpStatusCode.OK, text[..Math.Min(400, text.Length)]);
            return text;
        }

        Task<HttpResponseMessage> Send(params (string, string)[] fields) => served.Post($"/in-force/{e}/people", $"/in-force/{e}/cards", fields);
    }
}
