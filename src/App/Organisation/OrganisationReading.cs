using Muster.Platform.Reading;

namespace Muster.Organisation;

/// <summary>Who reads what of the organisation: formations and seats of one's areas with those in them, who are readable while they are.</summary>
internal static class OrganisationReading
{
    private const string AtOnesAreas = "t.area_id in (select id from area)";

    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Where("formation", AtOnesAreas + " or t.id in (select c.formation_id from [formation_area] c where c.area_id in (select id from area))"),
        ReadRule.Where("formation_area", AtOnesAreas),
        ReadRule.Where("formation_member", "t.formation_id in (select id from formation) or t.person_id in (select id from own_person)"),
        ReadRule.Where("seat", AtOnesAreas + " or t.formation_id in (select id from formation)"),
        ReadRule.Where("seat_holding", "t.seat_id in (select id from seat) or t.person_id in (select id from own_person)"),
        .. ReadRule.Where(["area_owner", "command_delegation"], AtOnesAreas),
        ReadRule.Where("person_exposure", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("loss", AtOnesAreas + " or t.id in (select x.loss_id from [loss_person] x where x.person_id in (select id from readable_person)) or t.id in (select x.loss_id from [takeover] x where x.seat_id in (select id from seat))"),
        ReadRule.Where("loss_person", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("dossier_opening", "t.loss_id in (select id from loss)"),
        ReadRule.Where("takeover", "t.seat_id in (select id from seat)"),
        ReadRule.Set("readable_person", "select h.person_id as id from [seat_holding] h where h.ends_at is null and {else h.seat_id in (select id from [seat] where area_id in (select id from area))}{only h.person_id in ({about}) and exists (select 1 from [seat] s where s.id = h.seat_id and {here s.area_id})}", ReadWhen.Hosting),
        ReadRule.Set("readable_person", "select o.person_id as id from [area_owner] o where o.ends_at is null {only and o.person_id in ({about})} and {here o.area_id}", ReadWhen.Hosting),
        ReadRule.Set("readable_person", "select d.person_id as id from [command_delegation] d where d.ends_at > @reach_past {only and d.person_id in ({about})} and {here d.area_id}", ReadWhen.Hosting),
    ];
}
