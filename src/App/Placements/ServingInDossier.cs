using Muster.Organisation.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Placements;

/// <summary>What placements add to a dossier: who serves at the place, and where people are missing.</summary>
internal sealed class ServingInDossier : IAddToDossier
{
    private const int RowsMax = 1000;

    public async Task<IReadOnlyList<DossierPart>> Parts(Sql sql, DossierAsk ask, Tongue t, CancellationToken stop)
    {
        var values = ask.Values(sql);
        var people = await sql.List($"""
            with {DossierAsk.Near(sql)} select w.id, w.name, n.name, q.name, g.name, p.ends_at, s.title from near n join placement p on p.area_id = n.id join emergency e on e.id = p.emergency_id and e.closed_at is null
            join person w on w.id = p.person_id left join post q on q.id = p.post_id left join agency g on g.id = w.agency_id left join seat s on s.id = p.seat_id
            where p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at) order by n.path, q.name, w.name, w.id limit {RowsMax}
            """, row => new DossierRow([row.Text(1), row.TextOrNull(3) is { } post ? $"{row.Text(2)} {post}" : row.Text(2), row.TextOrNull(6), row.TextOrNull(4), row.InstantOrNull(5) is { } until ? t.Moment(until) : t["dossier.serving.open"]], $"/people/{row.Guid(0)}"), stop, values);
        var gaps = await sql.List($"""
            with {DossierAsk.Near(sql)} select g.emergency_id, g.place_id, n.name, q.name, g.missing, g.owner, g.since from near n join gap g on g.area_id = n.id join emergency e on e.id = g.emergency_id and e.closed_at is null
            left join post q on q.id = g.post_id order by n.path, q.name limit {RowsMax}
            """, row => new DossierRow([row.TextOrNull(3) is { } post ? $"{row.Text(2)} {post}" : row.Text(2), t.Number(row.Int(4)), row.Text(5), t.Moment(row.Instant(6))], $"/in-force/{row.Guid(0)}/places/{row.Guid(1)}", Loud: true), stop, values);
        return
        [
            new(50, t["dossier.serving"], [t["dossier.name"], t["dossier.serving.where"], t["dossier.serving.seat"], t["dossier.agency"], t["dossier.serving.until"]], people, t["dossier.serving.none"]),
            new(60, t["dossier.gaps"], [t["dossier.gaps.place"], t["dossier.gaps.missing"], t["dossier.gaps.owner"], t["dossier.gaps.since"]], gaps, t["dossier.gaps.none"]),
        ];
    }
}
