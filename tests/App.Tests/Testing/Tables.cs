using System.Text;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;

namespace Muster.App.Tests.Testing;

/// <summary>Imports of tables as jobs.</summary>
internal static class Tables
{
    public static Task<(Guid Job, TableReport Report)> Import(this TestInstallation test, string csv, Func<string, string, ImportTable> make) =>
        test.Import(Encoding.UTF8.GetBytes(csv), "表.csv", make);

    public static async Task<(Guid Job, TableReport Report)> Import(this TestInstallation test, byte[] file, string name, Func<string, string, ImportTable> make)
    {
        var job = await test.Get<TableImports>().Start(new MemoryStream(file), name, make, WriteId.New(), test.Actor, default);
        return (job, await test.Ended(job));
    }

    public static async Task<TableReport> Ended(this TestInstallation test, Guid job)
    {
        var view = await test.Get<JobBoard>().Wait(job);
        Assert.True(view.State == JobState.Done, view.Message);
        var report = TableImports.Report(view)!;
        Assert.Equal(report.Rows, report.Stored + report.Updated + report.Unchanged + report.Refused);
        return report;
    }
}
