using Muster.People.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>Whoever is away sits nowhere. Two records of which one is away cannot be one person as they stand: seats of the other would have passed on.</summary>
internal sealed class OneAway : IMindMerging
{
    public async Task<IReadOnlyList<Broken>> Against(Work work, Guid kept, Guid gone, CancellationToken stop) =>
        await work.Sql.Number("select count(*) from loss_person where returned_at is null and person_id in (@kept, @gone)", stop, ("@kept", kept), ("@gone", gone)) == 1
            ? [new("merge-one-away", "其中一条已登记减员，另一条没有。请先登记返岗，或为另一条也登记减员，再合并。", "One of the two is recorded as lost and the other is not: record the return, or the loss of the other, then merge.")]
            : [];
}
