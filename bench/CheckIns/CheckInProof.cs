using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Audit;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.Bench.CheckIns;

/// <summary>Compares what the server said with what is stored.</summary>
/// <param name="Lost">Acknowledged and not there.</param>
/// <param name="Doubled">There more than once, or on the audit trail more or less than once.</param>
/// <param name="Trail">The audit trail holds, byte by byte.</param>
internal sealed record CheckInProof(long Stored, long Lost, long Doubled, bool Trail)
{
    public static async Task<CheckInProof> Of(Installation installation, IEnumerable<Guid> acknowledged)
    {
        await using var provider = CheckInGround.Open(installation);
        await using var store = await provider.GetRequiredService<Stores>().Open();
        var stored = new HashSet<Guid>(await store.Sql.List("select id from attendance", row => row.Guid(0), default));
        var rows = await store.Sql.Number("select count(*) from attendance", default);
        // What one phone said at one moment is one, under whatever id it came.
        var twice = rows - await store.Sql.Number("select count(*) from (select distinct device, kind, device_at from attendance) t", default);
        var entries = await store.Sql.Number("select count(*) from audit_entry where act = 'CheckIn' and result = 'Done'", default);
        var matched = await store.Sql.Number("select count(*) from attendance t join audit_entry e on e.write_id = t.id", default);
        var verdict = await provider.GetRequiredService<VerifyTrail>().Verify(default);
        return new CheckInProof(rows, acknowledged.Distinct().LongCount(id => !stored.Contains(id)), twice + Math.Abs(entries - rows) + (rows - matched), verdict.Ok);
    }
}
