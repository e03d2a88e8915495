using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Platform.Hosting;
using Muster.Platform.Privacy;
using Muster.Platform.Storage;
using Muster.Rehearsal;
using Muster.Rehearsal.Crawl;

namespace Muster.App.Tests.Rehearsal;

public sealed class PrivacyCrawlTests
{
    [Fact]
    public async Task ASVS_8_2_3_A_value_of_its_own_in_each_personal_field_is_seen_nowhere_outside_its_set()
    {
        var report = await Crawl(null);
        Assert.True(report.Leaks == 0, string.Join('\n', report.Found) + "\nunanswered " + string.Join(' ', report.Unanswered) + "\nunplanted " + string.Join(' ', report.Unplanted));
        Assert.True(report.Responses > 700, $"{report.Responses} responses");
        Assert.True(report.LogLines > 1000, $"{report.LogLines} lines");
        Assert.True(report.Canaries > 30, $"{report.Canaries} values");
        // What opens only once somebody was sent a code, a file or a job.
        Assert.True(report.Unanswered.Count < 36, string.Join('\n', report.Unanswered));
    }

    [Fact]
    public async Task A_planted_leak_is_found_on_a_page_in_a_file_for_an_administrator_and_in_the_log()
    {
        var report = await Crawl(async services =>
        {
            await using var store = await services.GetRequiredService<Stores>().Open();
            // A telephone where anybody types it, on a page, in a file, and as the name of an account that administrators see.
            await store.Sql.Run("update person set job_title = '13999170001' where id in (select person_id from person_identity where sealed_phone is not null)", default);
            await store.Sql.Run("update account set display_name = '110105194912310038'", default);
            services.GetRequiredService<ILogger<PrivacyCrawlTests>>().LogDebug("{Person}", "11010519491231002X");
        }, "/people", "/people/export", "/accounts");
        Assert.Contains("Reader GET /people: person_identity.sealed_phone", report.Found);
        Assert.Contains("Organiser GET /people/export: person_identity.sealed_phone", report.Found);
        Assert.Contains("SecurityAdministrator GET /accounts: person_identity.sealed_id_number", report.Found);
        Assert.Contains("log: person_identity.sealed_id_number in Muster.App.Tests.Rehearsal.PrivacyCrawlTests", report.Found);
    }

    [Fact]
    public void What_may_be_seen_follows_the_catalogue()
    {
        static Canary Of(string name, bool contact = false) => new(Catalogue.Fields.First(f => f.Name == name), "x", contact);
        Assert.False(CrawlRules.May(Of("person_identity.sealed_phone"), "Organiser", "/people/{id}"));
        Assert.True(CrawlRules.May(Of("leave.reason"), "Organiser", "/leave/{id}"));
        Assert.False(CrawlRules.May(Of("leave.reason"), "Reader", "/leave/{id}"));
        Assert.False(CrawlRules.May(Of("leave.reason"), "Organiser", "/leave/export"));
        Assert.False(CrawlRules.May(Of("person_identity.sealed_phone"), "Organiser", "/cards/{id}"));
        Assert.True(CrawlRules.May(Of("person_identity.sealed_phone", contact: true), "Reader", "/cards/{id}"));
        Assert.False(CrawlRules.May(Of("person_identity.sealed_id_number", contact: true), "Reader", "/cards/{id}"));
        Assert.False(CrawlRules.May(Of("person_identity.sealed_phone", contact: true), "AuditAdministrator", "/cards/{id}"));
        Assert.False(CrawlRules.May(Of("person.name"), "SystemAdministrator", "/people"));
        Assert.True(CrawlRules.May(Of("person.home_text"), "Organiser", "/people/{id}/edit"));
        Assert.False(CrawlRules.May(Of("person.home_text"), "Organiser", "/people/{id}"));
        Assert.False(CrawlRules.May(Of("account.password_hash"), "SecurityAdministrator", "/accounts/{id}"));
        Assert.True(CrawlRules.May(Of("person.name"), CrawlRules.Stranger, "/me/{secret}"));
        Assert.False(CrawlRules.May(Of("person.birth_year"), CrawlRules.Stranger, "/me/{secret}"));
    }

    private static async Task<CrawlReport> Crawl(Func<IServiceProvider, Task>? spoil, params string[] only)
    {
        var folder = Directory.CreateTempSubdirectory("muster-crawl-").FullName;
        try
        {
            using var log = new LogWatch();
            await using var app = await MusterHost.Build(new Installation(folder, null), ["http://127.0.0.1:0"], quiet: true, default,
                services =>
                {
                    LogWatch.Listen(services, log);
                    Visitor.Unlimited(services);
                });
            await app.StartAsync();
            if (spoil is not null) log.Watch([new Canary(Catalogue.Fields.First(f => f.Name == "person_identity.sealed_id_number"), "11010519491231002X")]);
            var address = new Uri(app.Urls.First(url => url.StartsWith("http://127.", StringComparison.Ordinal)));
            var report = await new PrivacyCrawl(app.Services, address, log).Run(default, spoil is null ? null : () => spoil(app.Services), only);
            await app.StopAsync();
            return report;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
