using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.App.Tests.Testing;
using Muster.Platform.Doors;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Doors;

public sealed class PolicyReportsTests
{
    private const string Old = """{"csp-report":{"document-uri":"https://muster/people/7?q=张三","violated-directive":"script-src 'self'","blocked-uri":"inline","script-sample":"alert('13800001234')"}}""";
    private const string New = """[{"type":"csp-violation","url":"https://muster/p/SECRET","body":{"effectiveDirective":"img-src","blockedURL":"https://evil.example/?id=120101198001010011"}},{"type":"deprecation","body":{}}]""";

    [Fact]
    public async Task ASVS_3_4_7_What_browsers_report_is_taken_in_bounds_and_logged_without_what_its_sender_chose()
    {
        var log = new Lines();
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var served = await Served.Of(test, network: true, also: services => services.AddSingleton<ILoggerProvider>(log).Configure<LoggerFilterOptions>(filter => filter.MinLevel = LogLevel.Warning));
        using var stranger = served.Visitor();
        using (var page = await stranger.GetAsync("/sign-in"))
        {
            Assert.Contains("report-uri /policy-reports; report-to policy", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("policy=\"/policy-reports\"", page.Headers.GetValues("Reporting-Endpoints").Single());
        }
        Assert.Equal(HttpStatusCode.NoContent, await Send(Old, "application/csp-report"));
        Assert.Equal(HttpStatusCode.NoContent, await Send(New, "application/reports+json"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await Send(Old, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, await Send("[[[[[[[[[[[[", "application/csp-report"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await Send($"\"{new string('x', PolicyReports.BytesMost)}\"", "application/csp-report"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await stranger.GetAsync(PolicyReports.Path)).StatusCode);
        var said = string.Join('\n', log.Said.Where(l => l.Contains("content policy", StringComparison.Ordinal)));
        Assert.Contains("script-src of the content policy forbade: inline", said, StringComparison.Ordinal);
        Assert.Contains("img-src of the content policy forbade: address", said, StringComparison.Ordinal);
        foreach (var chosen in (string[])["张三", "people", "13800001234", "evil", "120101198001010011", "SECRET"]) Assert.DoesNotContain(chosen, said, StringComparison.Ordinal);
        for (var i = 0; i < PolicyReports.PerMinute; i++) await Send(Old, "application/csp-report");
        Assert.Equal(HttpStatusCode.TooManyRequests, await Send(Old, "application/csp-report"));
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/sign-in")).StatusCode);

        async Task<HttpStatusCode> Send(string report, string type)
        {
            using var content = new StringContent(report, Encoding.UTF8);
            content.Headers.ContentType = new(type);
            using var answer = await stranger.PostAsync(PolicyReports.Path, content);
            return answer.StatusCode;
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> Said { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
