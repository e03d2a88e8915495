using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;

namespace Muster.App.Tests.Platform.Ui;

public sealed class TraditionalTests
{
    private static readonly Texts Texts = new();

    [Theory]
    [InlineData("请先登录，后台任务在这里。", "請先登錄，後臺任務在這裡。")]
    [InlineData("皇后在公里之后", "皇后在公里之後")]
    [InlineData("下沉干部安排到社区", "下沉幹部安排到社區")]
    [InlineData("{0} 人 A1", "{0} 人 A1")]
    public void Words_go_before_characters(string simplified, string traditional) => Assert.Equal(traditional, Traditional.Of(simplified));

    [Fact]
    public void No_character_of_simplified_Chinese_alone_is_left_in_any_text()
    {
        Assert.True(Traditional.IsSimplifiedOnly('这'), "the table has none");
        Assert.False(Traditional.IsSimplifiedOnly('后'), "后 is a character of both");
        var (hant, chinese) = (Texts.In(Texts.Hant), Texts.In(Texts.Chinese));
        Assert.Contains(Texts.Keys, key => chinese[key].Any(Traditional.IsSimplifiedOnly));
        Assert.Empty(Texts.Keys.Where(key => hant[key].Any(Traditional.IsSimplifiedOnly)).Select(key => hant[key]));
    }

    [Fact]
    public void Refusals_and_days_are_Chinese_in_both_ways_of_writing()
    {
        var hant = Texts.In(Texts.Hant);
        Assert.Equal(("zh-Hant", "沒有這個賬號。", "2020年2月1日"), (hant.Code, hant.Of(new Broken("x", "没有这个账号。", "There is no such account.")), hant.Day(new DateOnly(2020, 2, 1))));
    }

    [Theory]
    [InlineData(null, null, "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant")]
    [InlineData(null, null, "en,zh-Hant-HK;q=0.5", "zh-Hant")]
    [InlineData(null, null, "zh-CN,zh-TW;q=0.5", "zh-CN")]
    [InlineData(null, "zh-Hant", "en", "zh-Hant")]
    [InlineData("en", "zh-Hant", "zh-CN", "en")]
    [InlineData(null, null, "en-GB", "en")]
    [InlineData(null, null, "fr", "zh-CN")]
    public void Each_person_has_the_language_chosen_or_asked_for(string? address, string? cookie, string accept, string language)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = accept;
        if (cookie is not null) http.Request.Headers.Cookie = $"{Viewing.LanguageCookie}={cookie}";
        if (address is not null) http.Request.QueryString = new QueryString("?lang=" + address);
        Assert.Equal(language, Viewing.ChosenLanguage(http.Request));
    }
}
