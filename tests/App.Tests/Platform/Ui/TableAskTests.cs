using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.WebUtilities;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.App.Tests.Platform.Ui;

public sealed class TableAskTests
{
    private static TableAsk Ask(string query) => new("/people", QueryHelpers.ParseQuery(query));

    [Fact]
    public void Links_keep_search_filters_and_order_and_begin_at_the_start()
    {
        var ask = Ask("?q=张 三&agency=a&agency=b&sort=-name&after=x&size=20");
        Assert.Equal("/people?q=%E5%BC%A0%20%E4%B8%89&agency=a&agency=b&size=20&sort=name", ask.SortLink("name"));
        Assert.Equal("/people?q=%E5%BC%A0%20%E4%B8%89&agency=b&sort=-name&size=20", ask.Without("agency", "a"));
    }

    [Theory, InlineData("after=%%%"), InlineData("after=AAAA"), InlineData("after=WyJ4MSJd"), InlineData("size=-3"), InlineData("size=999999")]
    public void A_damaged_address_shows_the_list_from_its_start(string query)
    {
        var ask = Ask("?" + query);
        Assert.Null(ask.After);
        Assert.InRange(ask.Size, 1, TableAsk.SizeMax);
    }

    [Fact]
    public void A_cursor_survives_the_address()
    {
        Prop.ForAll<string, long, Guid>((text, number, id) =>
        {
            if (text is null || !IsWellFormed(text)) return true;
            var at = DateTimeOffset.UnixEpoch.AddTicks(number / 1000 * 10 % 1_000_000_000_000_000);
            return Cursor.Read(Cursor.At(text, number, id, at).ToString())!.Values.SequenceEqual([text, number, id, at]);
        }).QuickCheckThrowOnFailure();
    }

    private static bool IsWellFormed(string text) => text == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Paging_forward_and_back_meets_every_row_once_in_order(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using var store = await test.Stores.Open();
        await store.Sql.Run("create temp table listed (id " + store.Sql.Pick("blob", "uuid") + " primary key, name text not null" + store.Sql.Pick("", " collate \"C\"") + ")", default);
        for (var i = 0; i < 23; i++)
            await store.Sql.Run("insert into listed (id, name) values (@id, @name)", default, ("@id", Guid.CreateVersion7()), ("@name", "n" + i % 5));

        foreach (var sort in new[] { "", "&sort=-name" })
        {
            var there = new List<Guid>();
            string? next = "", last = null;
            var pages = 0;
            while (next is not null)
            {
                var page = await Page(store, Ask($"?size=5{sort}&after={next}"));
                there.AddRange(page.Rows.Select(r => r.Id));
                (next, last, pages) = (page.Next, page.Previous, pages + 1);
            }
            Assert.Equal((5, 23, 23), (pages, there.Count, there.Distinct().Count()));

            var back = new List<Guid>(there[20..]);
            while (last is not null)
            {
                var page = await Page(store, Ask($"?size=5{sort}&before={last}"));
                back.InsertRange(0, page.Rows.Select(r => r.Id));
                last = page.Previous;
            }
            Assert.Equal(there, back);
        }
    }

    private static async Task<TablePage<(Guid Id, string Name)>> Page(Store store, TableAsk ask)
    {
        var keyset = new Keyset(ask, "id", ("name", "name"));
        var rows = await store.Sql.List($"select id, name from listed where 1 = 1 {keyset.Sql}", row => (row.Guid(0), row.Text(1)), default, keyset.Values);
        return keyset.Page(rows, row => row.Item2, row => row.Item1, 23);
    }
}
