using Muster.People.Contract;
using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>With whom somebody lived and what was said of a return go with the person.</summary>
internal sealed class DestroyExposure : IListen<PersonDestroyed>
{
    public async Task When(PersonDestroyed happened, Work work, CancellationToken stop)
    {
        await work.Sql.Run("delete from person_exposure where person_id = @p", stop, ("@p", happened.PersonId));
        await work.Sql.Run("update loss_person set return_reason = null where person_id = @p", stop, ("@p", happened.PersonId));
    }
}
