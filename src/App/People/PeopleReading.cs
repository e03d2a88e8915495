using Muster.Platform.Reading;

namespace Muster.People;

/// <summary>
/// Who reads what of people: one's own are those of one's agencies and below, of agencies of one's areas, and whoever lives there and belongs to
/// no agency. Later modules add to <see cref="Readable"/> those who serve in one's areas.
/// </summary>
internal static class PeopleReading
{
    /// <summary>Sets of ids: agencies of one's own, people of one's own, people one may read.</summary>
    public const string OwnAgency = "own_agency", OwnPerson = "own_person", Readable = "readable_person";

    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Set("below_agency", "select id from [agency] where id in ({agencies}) union select c.id from [agency] c join below_agency b on c.parent_id = b.id", ReadWhen.OfAgencies),
        ReadRule.Set(OwnAgency, "select id from below_agency", ReadWhen.OfAgencies),
        ReadRule.Set(OwnAgency, "select id from [agency] where {here area_id}", ReadWhen.OfAreas),
        ReadRule.Set(OwnPerson, "select p.id from [person] p where {else p.agency_id in (select id from own_agency)}{only p.id in ({about}) and exists (select 1 from own_agency o where o.id = p.agency_id)}"),
        ReadRule.Set(OwnPerson, "select id from [person] where {here home_area_id} and agency_id is null{only  and id in ({about})}", ReadWhen.OfAreas),
        ReadRule.Set(Readable, "select id from own_person"),
        // Where somebody comes from is no secret to who may read the person.
        ReadRule.Where("agency", """
            {else t.id in (select id from own_agency union select f.agency_id from readable_person r cross join [person] f where f.id = r.id)}{only (exists (select 1 from own_agency o where o.id = t.id)
              or t.id in (select f.agency_id from readable_person r cross join [person] f where f.id = r.id))}
            """),
        ReadRule.Where("person", "t.id in (select id from readable_person)"),
        .. ReadRule.Where(["person_identity", "agency_membership", "person_skill", "person_limit", "person_history"], "t.person_id in (select id from readable_person)"),
        ReadRule.Where("person_merge", "t.kept_id in (select id from own_person)"),
        ReadRule.Where("person_review", "t.person_id in (select id from own_person)"),
        // Counted by account whoever was looked at; a request is decided by who may read everybody, and its list is what the one who fetches it may read.
        .. ReadRule.Shared("person_unmasking", "people_export_asked"),
        .. ReadRule.Closed("people_import", "people_import_refusal"),
    ];
}
