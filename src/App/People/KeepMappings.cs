using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.People;

public sealed record KeptMapping(string Signature, string Mapping);

/// <summary>Remembers how the columns of a file were read, so that the next one with the same headers is read so from the start.</summary>
public sealed record KeepMappings(IReadOnlyList<KeptMapping> Mappings) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        foreach (var (signature, mapping) in Mappings)
        {
            var kept = await work.Store.Set<HeaderMapping>().SingleOrDefaultAsync(m => m.Signature == signature, stop);
            if (kept is null) work.Store.Add(kept = new HeaderMapping { Signature = signature });
            (kept.Mapping, kept.ChangedAt) = (mapping, work.Now);
        }
        work.Note("mappings", Mappings.Count);
        return Mappings.Count;
    }
}
