using Muster.Organisation.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Rosters.Losing;

/// <summary>Tonight's roster in a dossier: every published turn at the place that is under way or begins within a day; open ones are loud.</summary>
internal sealed class RosterInDossier : IAddToDossier
{
    private const int RowsMax = 1000;

    public static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    public async Task<IReadOnlyList<DossierPart>> Parts(Sql sql, DossierAsk ask, Tongue t, CancellationToken stop) =>
    [
        new(40, t["dossier.roster"], [t["dossier.roster.post"], t["dossier.roster.from"], t["dossier.roster.until"], t["dossier.roster.who"]], await sql.List($"""
            with {DossierAsk.Near(sql)} select q.id, n.name, q.name, s.starts_at, s.ends_at, p.name, s.leads from near n join shift s on s.area_id = n.id and s.state = 'Published' and s.ends_at > @at and s.starts_at < @ahead
            join post q on q.id = s.post_id left join person p on p.id = s.person_id order by n.path, s.starts_at, q.name, p.name, s.id limit {RowsMax}
            """, row => new DossierRow([$"{row.Text(1)} {row.Text(2)}", t.Moment(row.Instant(3)), t.Moment(row.Instant(4)), row.TextOrNull(5) is { } name ? row.Bool(6) ? t["dossier.roster.leads", name] : name : t["dossier.roster.open"]],
                $"/posts/{row.Guid(0)}", row.IsNull(5)), stop, [.. ask.Values(sql), ("@ahead", ask.At + Ahead)]), t["dossier.roster.none"]),
    ];
}
