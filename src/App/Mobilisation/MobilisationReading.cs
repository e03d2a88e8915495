using Muster.Platform.Reading;

namespace Muster.Mobilisation;

/// <summary>Who reads what of the mustered: people one may read, quotas and pairings of one's own agencies. An agency that has a quota reads the emergency.</summary>
internal static class MobilisationReading
{
    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Set("reached_emergency", "select q.emergency_id as id from [quota] q where q.agency_id in (select id from own_agency)", ReadWhen.OfAgencies),
        ReadRule.Set("reached_emergency", "select e.id from [emergency] e where exists (select 1 from [mustered] m where m.emergency_id = e.id and m.agency_id in (select id from own_agency))", ReadWhen.OfAgencies),
        ReadRule.Where("mustered", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("quota", "t.agency_id in (select id from own_agency)"),
        ReadRule.Where("pairing", "t.agency_id in (select id from own_agency) or t.area_id in (select id from area)"),
    ];
}
