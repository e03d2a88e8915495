using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Placements.Cards.Links;

/// <summary>
/// Ends a person's link: whoever holds it sees only that it is not valid any more. Issuing the person's card again makes a new link.
/// Answers the link's id.
/// </summary>
public sealed record RevokePersonalLink(Guid EmergencyId, Guid PersonId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.IssueCards;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var link = await work.Store.Set<PersonalLink>().FirstOrDefaultAsync(l => l.EmergencyId == EmergencyId && l.PersonId == PersonId && l.RevokedAt == null, stop);
        Refused.Where(CardRules.Revocable(link, Reason));
        link!.RevokedAt = work.Now;
        work.About("person", PersonId);
        work.Note("link", link.Id);
        work.Note("reason", Reason);
        return link.Id;
    }
}
