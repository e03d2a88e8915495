using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Muster.Placements.Cards;
using Muster.Platform.Files;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

public sealed partial class CardPagesTests
{
    [Fact]
    public async Task The_holder_of_a_link_sees_the_own_place_and_no_telephone_but_the_contacts()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency, Subjects: [district.Persons[430].Id]));
        var (app, owner, stranger) = await district.Serve();
        await using var _ = app;
        var card = (await Cards(district))[0];
        var content = CardContent.Read<PersonContent>(card.Content);

        var answer = await stranger.GetAsync($"/me/{card.Secret}");
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
        Assert.All((IEnumerable<string>)[content.Name, content.Post!, content.Address!, "书记", "2020年2月18日 08:00", "口罩", .. content.With], said => Assert.Contains(said, page, StringComparison.Ordinal));
        Assert.Equal([content.ReportTo!.Phone!], Phone().Matches(page).Select(m => m.Value).Distinct());
        Assert.True(Encoding.UTF8.GetByteCount(page) < 20_000, "the page and its stylesheet together stay under 60 KB");
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("Add to calendar", await stranger.GetStringAsync($"/me/{card.Secret}?lang=en"), StringComparison.Ordinal);

        var calendar = await stranger.GetAsync($"/me/{card.Secret}/muster.ics");
        Assert.Equal("text/calendar", calendar.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", await calendar.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        foreach (var path in (string[])["/me/nothing", $"/me/{new string('A', 43)}", $"/me/{new string('A', 43)}/muster.ics"])
        {
            var gone = await stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
            Assert.Contains("这个链接已失效", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_link_is_revoked_with_a_reason_and_a_card_issued_again_has_another()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency, Subjects: [district.Persons[430].Id]));
        var (app, owner, stranger) = await district.Serve();
        await using var _ = app;
        var card = (await Cards(district))[0];

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Post($"/cards/{card.Id}/revoke", ("Reason", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"/me/{card.Secret}")).StatusCode);
        Assert.True((await Post($"/cards/{card.Id}/revoke", ("Reason", "发错了人"))).StatusCode is HttpStatusCode.OK or HttpStatusCode.SeeOther or HttpStatusCode.Found);
        Assert.Equal(HttpStatusCode.Gone, (await stranger.GetAsync($"/me/{card.Secret}")).StatusCode);
        Assert.Contains("没有有效的个人链接", await (await Post($"/cards/{card.Id}/revoke", ("Reason", "再试"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await district.Test.Do(new IssueCards(district.Emergency, Subjects: [card.SubjectId]));
        var again = (await Cards(district))[0];
        Assert.NotEqual(card.Secret, again.Secret);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync($"/me/{again.Secret}")).StatusCode);

        async Task<HttpResponseMessage> Post(string page, (string Name, string Value) field)
        {
            var html = await owner.GetStringAsync(page);
            var token = Token().Match(html).Groups[1].Value;
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                [field.Name] = field.Value, ["__RequestVerificationToken"] = token, [Muster.Platform.Ui.Forms.FormInput.WriteIdField] = Guid.CreateVersion7().ToString(),
            });
            return await owner.PostAsync(page, form);
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Token();

    [Fact]
    public async Task A_print_page_holds_two_posts_or_eight_people_a_page_and_only_what_was_asked_for()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency));
        var (app, owner, _) = await district.Serve();
        await using var served = app;

        var posts = await owner.GetStringAsync($"/plans/{district.Plan}/cards/posts");
        Assert.Equal((District.Posts, 215), (Count(posts, "<article class=\"place-card\">"), Count(posts, "<div class=\"card-page places\">")));
        var community = district.Areas.First(a => a.Level == Muster.Territory.AreaLevel.Community).Id;
        var people = await owner.GetStringAsync($"/plans/{district.Plan}/cards/people?area={community}");
        Assert.Equal((53, 7), (Count(people, "<article class=\"person-card\">"), Count(people, "<div class=\"card-page people\">")));
        Assert.DoesNotContain(" style=", posts + people, StringComparison.Ordinal);
        Assert.Equal(1, Count(await owner.GetStringAsync($"/plans/{district.Plan}/cards/people?q={Uri.EscapeDataString("阿依古丽")}"), "<article class=\"person-card\">"));
        Assert.Contains("430", await owner.GetStringAsync($"/plans/{district.Plan}/cards"), StringComparison.Ordinal);
        var card = (await Cards(district))[0];
        Assert.Contains(card.Number, await owner.GetStringAsync($"/cards/{card.Id}"), StringComparison.Ordinal);
        Assert.Contains(card.Number, await owner.GetStringAsync($"/cards/{card.Id}/print"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cards_become_a_pdf_where_a_chromium_is_and_a_plain_refusal_where_none_is()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency));
        var (app, owner, _) = await district.Serve();
        await using var served = app;
        var community = district.Areas.First(a => a.Level == Muster.Territory.AreaLevel.Community).Id;
        var answer = await owner.GetAsync($"/api/plans/{district.Plan}/cards/files/posts.pdf?area={community}");
        if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) Assert.Contains("no-chromium", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        else Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(await answer.Content.ReadAsByteArrayAsync()), StringComparison.Ordinal);
    }

    [Theory, InlineData("x"), InlineData("https://muster.example/me/0123456789012345678901234567890123456789012")]
    public void A_codes_strokes_are_exactly_its_dark_modules(string text)
    {
        using var qr = new Qr(text);
        using var expected = QRCoder.QRCodeGenerator.GenerateQrCode(text, QRCoder.QRCodeGenerator.ECCLevel.M);
        var dark = new HashSet<(int, int)>();
        var (x, y) = (0, 0);
        foreach (Match stroke in Stroke().Matches(qr.Path()))
        {
            var (dx, dy, length) = (int.Parse(stroke.Groups[1].Value), int.Parse(stroke.Groups[2].Value), int.Parse(stroke.Groups[3].Value));
            (x, y) = (x + dx, y + dy);
            for (var i = 0; i < length; i++) dark.Add((x++, y));
        }
        for (var row = 0; row < qr.Size; row++)
            for (var column = 0; column < qr.Size; column++) Assert.Equal(expected.ModuleMatrix[row][column], dark.Contains((column, row)));
    }

    private static Task<List<IssuedCard>> Cards(District district) =>
        ((CardQueries)district.Test.Services.GetService(typeof(CardQueries))!).Cards(district.Emergency, [CardKind.Person], new CardFilter(), 10, default);

    private static int Count(string page, string what) => page.Split(what).Length - 1;

    [GeneratedRegex(@"1[3-9]\d{9}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"[Mm](-?\d+) (-?\d+)(?:\.5)?h(\d+)", RegexOptions.NonBacktracking)]
    private static partial Regex Stroke();
}
