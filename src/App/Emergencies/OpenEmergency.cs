using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Emergencies;

/// <summary>Opens an emergency over an area and all below it. Several may be open at once, over the same ground too.</summary>
/// <param name="CoveredLevel">Each area of this level must get people, or stands on the gap list with a reason and an owner.</param>
/// <param name="StartsAt">Now, if empty.</param>
public sealed record OpenEmergency(string Name, EmergencyKind Kind, string? DocumentNumber, Guid AreaId, AreaLevel CoveredLevel,
    DateTimeOffset? StartsAt = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var area = await work.Store.Set<Area>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == AreaId, stop);
        Refused.Where(EmergencyRules.ForOpening(this, area, work.Now));
        var number = string.IsNullOrWhiteSpace(DocumentNumber) ? null : DocumentNumber.Trim();
        if (number is not null && await work.Store.Set<Emergency>().FirstOrDefaultAsync(e => e.DocumentNumber == number && e.AreaId == AreaId && e.ClosedAt == null, stop) is { } other)
            throw new Refused("emergency-open-already", $"文号“{number}”在此属地已有进行中的行动“{other.Name}”。",
                $"Under {number} the emergency “{other.Name}” is open here already.", nameof(DocumentNumber));
        var emergency = new Emergency
        {
            Id = Guid.CreateVersion7(), Name = Name.Trim(), Kind = Kind, DocumentNumber = number, AreaId = AreaId, CoveredLevel = CoveredLevel,
            OpenedAt = StartsAt ?? work.Now, Version = 1,
        };
        work.Store.Add(emergency);
        work.About("emergency", emergency.Id);
        work.Note("kind", Kind);
        work.Note("documentNumber", number);
        work.Raise(new EmergencyOpened(emergency.Id));
        await work.Store.SaveChangesAsync(stop);
        return emergency.Id;
    }
}
