using Muster.People.Contract;
using Muster.Platform.Acts;

namespace Muster.Rosters.Leaving;

/// <summary>Why somebody was away goes with the person; that the turns were open stays.</summary>
internal sealed class DestroyLeave : IListen<PersonDestroyed>
{
    public Task When(PersonDestroyed happened, Work work, CancellationToken stop) =>
        work.Sql.Run("update leave set reason = '', answer = null where person_id = @p", stop, ("@p", happened.PersonId));
}
