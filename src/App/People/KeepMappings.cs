using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.People;

public sealed record KeptMapping(string Signature, string Mapping);

/// <summary>Remembers how the columns of a file were read, so that the next one with the same headers is read so from the start.</summary>
/// <param name="Agency">Whose file it was; another agency's list with the same headers may mean something else by them.</param>
public sealed record KeepMappings(IReadOnlyList<KeptMapping> Mappings, string? Agency = null) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        foreach (var (signature, mapping) in Mappings)
        {
            foreach (var agency in new[] { "", Agency?.Trim() ?? "" }.Distinct(StringComparer.Ordinal))
            {
                var kept = await work.Store.Set<HeaderMapping>().SingleOrDefaultAsync(m => m.Signature == signature && m.Agency == agency, stop);
                if (kept is null) work.Store.Add(kept = new HeaderMapping { Signature = signature, Agency = agency });
                (kept.Mapping, kept.ChangedAt) = (mapping, work.Now);
            }
        }
        work.Note("mappings", Mappings.Count);
        return Mappings.Count;
    }
}
