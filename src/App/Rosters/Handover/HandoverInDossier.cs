using Muster.Organisation.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Rosters.Handover;

/// <summary>
/// What the last handover of each post there says: what is open, of whom one must know, keys and kit. Of whom one must know is in full for who may act on the
/// loss only; anybody else sees that there is something.
/// </summary>
internal sealed class HandoverInDossier : IAddToDossier
{
    private const int PostsMax = 1000;

    public async Task<IReadOnlyList<DossierPart>> Parts(Sql sql, DossierAsk ask, Tongue t, CancellationToken stop)
    {
        var notes = await sql.List($"""
            with {DossierAsk.Near(sql)} select h.id, n.name, o.name, h.relieves_at, h.duties, h.people, h.kit, h.taken_at, h.notes from near n join handover_note h on h.area_id = n.id join post o on o.id = h.post_id and o.valid_to is null
            join emergency e on e.id = h.emergency_id and e.closed_at is null
            where h.relieves_at <= @soon and not exists (select 1 from handover_note l where l.post_id = h.post_id and l.relieves_at > h.relieves_at and l.relieves_at <= @soon) order by n.path, o.name, h.id limit {PostsMax}
            """, row => (Id: row.Guid(0), Post: $"{row.Text(1)} {row.Text(2)}", At: row.Instant(3), Duties: row.Text(4), People: row.Text(5), Kit: row.Text(6), Open: row.IsNull(7), Notes: row.Text(8)),
            stop, [.. ask.Values(sql), ("@soon", ask.At + HandoverRules.Overlap)]);
        DossierPart Part(int order, string title, string what, string empty, Func<(Guid Id, string Post, DateTimeOffset At, string Duties, string People, string Kit, bool Open, string Notes), string> text) => new(order, title, [t["handover.post"], what, t["handover.relieves"]],
            [.. from n in notes from line in text(n).Split('\n', StringSplitOptions.RemoveEmptyEntries) select new DossierRow([n.Post, line, t.Moment(n.At)], $"/handovers/{n.Id}", n.Open)], empty);
        return
        [
            Part(55, t["handover.people"], t["handover.people.one"], t["handover.people.none"], n => ask.Phones || n.People.Length == 0 ? n.People : t["handover.people.masked", n.People.Split('\n').Length]),
            Part(62, t["handover.duties"], t["handover.duties.one"], t["handover.duties.none"], n => string.Join('\n', new[] { n.Duties, n.Notes.ReplaceLineEndings(" ") }.Where(x => x.Length > 0))),
            Part(72, t["handover.kit"], t["handover.kit.one"], t["handover.kit.none"], n => n.Kit),
        ];
    }
}
