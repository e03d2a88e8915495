using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Organisation;

/// <summary>
/// Adds a seat by hand: of a formation, or of an area. A host secretary or building leader belongs to the territory, whatever
/// emergency is named; an area has one commander across all of them, which the database keeps.
/// </summary>
public sealed record AddSeat(SeatKind Kind, string Title, Guid? EmergencyId, Guid? FormationId, Guid? AreaId, int? MinimumGrade = null, bool PartyMember = false,
    bool FromAlternates = false) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var territorial = Kind is SeatKind.HostSecretary or SeatKind.BuildingLeader;
        var broken = new List<Broken>();
        if (string.IsNullOrWhiteSpace(Title) || Title.Trim().Length > 100) broken.Add(new("title-missing", "请填写职位名称（最多 100 字）。", "Give the seat a title (at most 100 characters).", nameof(Title)));
        if (AreaId is null && (territorial || FromAlternates || FormationId is null)) broken.Add(new("area-missing", "请指明属地。", "Name the area.", nameof(AreaId)));
        if (!territorial && EmergencyId is null) broken.Add(new("emergency-missing", "请指明行动。", "Name the emergency.", nameof(EmergencyId)));
        if (AreaId is { } area && !await work.Store.Set<Area>().AnyAsync(a => a.Id == area && a.ValidTo == null, stop))
            broken.Add(new("area-unknown", "没有这个属地，或已撤销。", "There is no such area, or it was closed.", nameof(AreaId)));
        if (FormationId is { } formation && !await work.Store.Set<Formation>().AnyAsync(f => f.Id == formation && f.EmergencyId == EmergencyId && f.EndsAt == null, stop))
            broken.Add(new("formation-unknown", "这次行动没有这个组织，或已撤销。", "The emergency has no such formation, or it was dissolved.", nameof(FormationId)));
        Refused.Where(broken);
        if (!territorial) await work.Open(EmergencyId!.Value, stop);
        var seat = new Seat
        {
            Id = Guid.CreateVersion7(), EmergencyId = territorial ? null : EmergencyId, FormationId = territorial ? null : FormationId, AreaId = AreaId, Kind = Kind, Title = Title.Trim(),
            MinimumGrade = MinimumGrade, PartyMember = PartyMember, FromAlternates = FromAlternates, Commands = Kind == SeatKind.HostSecretary, Version = 1,
        };
        work.Store.Add(seat);
        work.About("seat", seat.Id);
        await Seating.SaveOr(work, new Broken("commander-exists", "这个属地已有指挥（书记）职位，一地只能有一个。", "This area has a commanding seat already, and may have only one.", nameof(AreaId)), stop);
        return seat.Id;
    }
}

/// <summary>Ends a seat, and who holds it leaves it.</summary>
public sealed record EndSeat(Guid SeatId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(SeatRules.ForReason(Reason));
        var (seat, facts) = await Seating.Facts(work, SeatId, stop);
        if (facts.Ended) throw new Refused("seat-ended", $"职位“{seat.Title}”已撤销。", $"The seat {seat.Title} has ended.", nameof(SeatId));
        seat.EndsAt = work.Now;
        seat.Version++;
        foreach (var holding in await work.Store.Set<SeatHolding>().Where(h => h.SeatId == SeatId && h.EndsAt == null).ToListAsync(stop))
            (holding.EndsAt, holding.Reason) = (work.Now, holding.Reason + " → " + Reason.Trim());
        work.About("seat", SeatId);
        work.Note("reason", Reason.Trim());
        return SeatId;
    }
}
