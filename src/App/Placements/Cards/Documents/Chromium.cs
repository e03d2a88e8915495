using System.Diagnostics;

namespace Muster.Placements.Cards.Documents;

/// <summary>
/// Prints a page to PDF where a Chromium is installed (MUSTER_CHROMIUM, else the usual names on the path): a folder with the page and its
/// stylesheet, no server, no script, no network. One at a time, within a bounded time; where there is none, nothing else suffers.
/// </summary>
public sealed class Chromium : IDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge"];

    /// <summary>Chromium lays out and embeds the fonts of each page anew: 100 pages took 18 s on a busy machine of two processors.</summary>
    private static TimeSpan TimeMost(int pages) => TimeSpan.FromMinutes(1) + TimeSpan.FromSeconds(pages);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Lazy<string?> _program = new(Find);

    public bool IsInstalled => _program.Value is not null;

    /// <param name="html">Refers to the stylesheet as <c>print.css</c>.</param>
    /// <param name="pages">About how many pages it makes; the time allowed grows with them.</param>
    /// <exception cref="InvalidOperationException">Chromium is missing, took too long or printed nothing.</exception>
    public async Task<FileStream> Print(string html, string css, int pages, CancellationToken stop)
    {
        if (_program.Value is not { } program) throw new InvalidOperationException("No Chromium is installed.");
        await _one.WaitAsync(stop);
        var folder = Directory.CreateTempSubdirectory("muster-print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "page.pdf"));
            await File.WriteAllTextAsync(page, html, stop);
            await File.WriteAllTextAsync(Path.Combine(folder, "print.css"), css, stop);
            await Run(program, folder, page, pdf, TimeMost(pages), stop);
            if (!File.Exists(pdf)) throw new InvalidOperationException("Chromium printed nothing.");
            // The open handle keeps the file readable while its folder goes at once: no personal data stays behind.
            return new FileStream(pdf, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            _one.Release();
        }
    }

    private static async Task Run(string program, string folder, string page, string pdf, TimeSpan most, CancellationToken stop)
    {
        // --no-sandbox: containers forbid the sandbox its namespaces, and what is shown is our own page, without script or network.
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = folder,
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-extensions", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + Path.Combine(folder, "profile"), "--no-pdf-header-footer",
                // Tags double the file and take a quarter of the time; what is read aloud is the page itself, not this sheet.
                "--disable-pdf-tagging",
                "--print-to-pdf=" + pdf, new Uri(page).AbsoluteUri,
            },
        };
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start) ?? throw new InvalidOperationException("Chromium did not start.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(most);
        try
        {
            var output = Task.WhenAll(process.StandardError.ReadToEndAsync(limit.Token), process.StandardOutput.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            await output;
        }
        catch (OperationCanceledException late) when (!stop.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Chromium took longer than {most.TotalMinutes:0} minutes.", late);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MUSTER_CHROMIUM") is { } set) return File.Exists(set) ? set : null;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    public void Dispose() => _one.Dispose();
}
