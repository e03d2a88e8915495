using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rehearsal.Scopes;

namespace Muster.App.Tests.Rehearsal;

/// <summary>Every act that the table of endpoints has, over HTTP, on a sample with everything there is: as its owner, so that nothing but the act itself says no.</summary>
public sealed class ActRoutesTests
{
    private const string Planted = "planted: select secret from person at /srv/muster";

    [Fact]
    public async Task ASVS_15_3_3_No_act_takes_what_it_does_not_name_and_ASVS_16_5_1_one_that_fails_saves_nothing_and_tells_nothing()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var served = await Served.Of(test);
        var sample = new ScopeSample(served.Services);
        await sample.Make(default);
        var acts = AccessMatrix.Of(served.Services.GetRequiredService<EndpointDataSource>()).Matrix.Select(r => r.Route).Where(r => r.StartsWith("POST /api/acts/", StringComparison.Ordinal)).Select(r => r["POST /api/acts/".Length..]).ToList();
        Assert.True(acts.Count > 100, $"only {acts.Count} acts were found");
        await using var store = await test.Stores.Open();
        var before = await Picture(store.Sql);
        var (wrong, failed) = (new List<string>(), 0);
        // What is done is recorded last, in the same transaction: there it breaks, when all of the act's own work is written.
        await store.Sql.Run($"create trigger planted before insert on audit_entry when new.result = 'Done' begin select raise(abort, '{Planted}'); end", default);
        foreach (var act in acts)
        {
            var input = ScopeAsking.Input(ScopeAsking.Acts[act], sample.Own);
            input["isAdministrator"] = true;
            var more = await Post(served.Client, act, input);
            if (more.Status != HttpStatusCode.BadRequest) wrong.Add($"{act} with a field of nobody: {more.Status}");
            input.Remove("isAdministrator");
            var answer = await Post(served.Client, act, input);
            if (answer.Status is not (HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError)) wrong.Add($"{act}: {answer.Status}");
            if (answer.Status == HttpStatusCode.InternalServerError) failed++;
            foreach (var told in (string[])["planted", "Exception", "Sqlite", "   at ", "select ", ".cs:"])
                if (more.Text.Contains(told, StringComparison.Ordinal) || answer.Text.Contains(told, StringComparison.Ordinal)) wrong.Add($"{act} tells {told}");
        }
        Assert.Empty(wrong);
        Assert.True(failed >= 25, $"only {failed} acts got as far as the planted failure");
        Assert.Equal(before, await Picture(store.Sql));
    }

    private static async Task<(HttpStatusCode Status, string Text)> Post(HttpClient client, string act, JsonObject input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/acts/" + act) { Content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add(Routes.WriteIdHeader, Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All there is but the trail, on which refusals stand.</summary>
    private static async Task<string> Picture(Sql sql)
    {
        var picture = new StringBuilder();
        foreach (var table in await sql.List("select name from sqlite_master where type = 'table' and name not like 'audit%' and name not like 'sqlite%' order by name", row => row.Text(0), default))
        {
            var columns = await sql.List($"select name from pragma_table_info('{table}')", row => row.Text(0), default);
            var rows = await sql.List($"select {string.Join(" || '|' || ", columns.Select(c => $"quote(\"{c}\")"))} from {table} order by 1", row => row.Text(0), default);
            picture.Append(System.Globalization.CultureInfo.InvariantCulture, $"{table} {rows.Count} {string.Join('\n', rows).GetHashCode(StringComparison.Ordinal)}\n");
        }
        return picture.ToString();
    }
}
