using Muster.Organisation.Contract;
using Muster.People;
using Muster.People.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Organisation.Continuity;

/// <summary>The chain's part of a dossier: who took over what, every seat at the place, whom to call, and what the place is.</summary>
internal sealed class ChainInDossier(ContactPhones phones) : IAddToDossier
{
    private const int RowsMax = 500;

    public async Task<IReadOnlyList<DossierPart>> Parts(Sql sql, DossierAsk ask, Tongue t, CancellationToken stop)
    {
        var values = ask.Values(sql);
        var parts = new List<DossierPart>();
        if (ask.LossId is { } loss)
            parts.Add(new(10, t["dossier.takeovers"], [t["organisation.seat"], t["dossier.place"], t["dossier.left"], t["dossier.successor"], t["dossier.way"]],
                [.. (await LossQueries.Takeovers(sql, loss, stop)).Select(x => new DossierRow([x.Title, x.Place.ToString(), x.Left, x.Undone ? t["losses.undone"] : x.Successor ?? (x.Way == TakeoverWay.Nobody ? t["losses.nobody"] : null), LossWords.Way(t, x)], LossWords.SeatHref(x), x.Way == TakeoverWay.Nobody && !x.Undone))], t["dossier.takeovers.none"]));
        parts.Add(new(20, t["dossier.seats"], [t["organisation.seat"], t["organisation.area"], "A", "B", "C"], await Seats(sql, values, t, stop), t["dossier.seats.none"]));
        parts.Add(new(30, t["dossier.contacts"], [t["dossier.name"], t["dossier.as"], t["dossier.agency"], t["dossier.phone"]], await Contacts(sql, values, ask.Phones, t, stop), t["dossier.contacts.none"]));
        parts.Add(new(70, t["dossier.posts"], [t["dossier.post"], t["dossier.address"], t["dossier.kit"], t["dossier.contact"]], await sql.List($"""
            with {DossierAsk.Near(sql)} select p.id, p.name, p.address, p.kit, p.contact from post p join near n on n.id = p.area_id where p.valid_to is null order by n.path, p.number, p.name limit {RowsMax}
            """, row => new DossierRow([row.Text(1), row.Text(2), row.Text(3), row.Text(4)], $"/posts/{row.Guid(0)}"), stop, values), t["dossier.posts.none"]));
        parts.Add(new(80, t["dossier.area"], [t["organisation.area"], t["dossier.code"], t["dossier.residents"], t["dossier.households"], t["dossier.buildings"], t["dossier.staff"]], await sql.List($"""
            with {DossierAsk.Near(sql)} select a.id, a.name, a.code, a.residents, a.households, a.buildings, a.local_staff from area a join near n on n.id = a.id order by a.path limit {RowsMax}
            """, row => new DossierRow([row.Text(1), row.TextOrNull(2), Number(row, 3, t), Number(row, 4, t), Number(row, 5, t), Number(row, 6, t)], $"/areas/{row.Guid(0)}"), stop, values), t["dossier.area.none"]));
        return parts;
    }

    private static string? Number(Row row, int i, Tongue t) => row.IntOrNull(i) is { } n ? t.Number(n) : null;

    private static async Task<List<DossierRow>> Seats(Sql sql, (string, object?)[] values, Tongue t, CancellationToken stop) => await sql.List($"""
        with {DossierAsk.Near(sql)} select s.id, s.title, n.name, (select p.name from seat_holding h join person p on p.id = h.person_id where h.seat_id = s.id and h.ends_at is null and h.place = 'A'),
          (select p.name from seat_holding h join person p on p.id = h.person_id where h.seat_id = s.id and h.ends_at is null and h.place = 'B'),
          (select p.name from seat_holding h join person p on p.id = h.person_id where h.seat_id = s.id and h.ends_at is null and h.place = 'C'),
          (select p.name from command_delegation d join person p on p.id = d.person_id where d.area_id = s.area_id and s.commands and d.starts_at <= @at and d.ends_at > @at)
        from seat s join near n on n.id = s.area_id where s.ends_at is null order by n.path, case when s.commands then 0 else 1 end, s.title limit {RowsMax}
        """, row => new DossierRow([row.Text(1), row.Text(2), row.TextOrNull(6) is { } delegated ? t["dossier.delegated", delegated] : row.TextOrNull(3) ?? t["organisation.unfilled"], row.TextOrNull(4), row.TextOrNull(5)], null, row.IsNull(3) && row.IsNull(6)), stop, values);

    /// <summary>Holders at the place, commanders above it, its owner, delegates, and the lost themselves: they may well answer.</summary>
    private async Task<List<DossierRow>> Contacts(Sql sql, (string, object?)[] values, bool inFull, Tongue t, CancellationToken stop)
    {
        var found = await sql.List($"""
            with {DossierAsk.Near(sql)}, who as (
              select h.person_id, s.title as title, 1 as part from near n join seat s on s.area_id = n.id and s.ends_at is null join seat_holding h on h.seat_id = s.id and h.ends_at is null
              union all select d.person_id, n.name, 0 from near n join command_delegation d on d.area_id = n.id and d.starts_at <= @at and d.ends_at > @at
              union all select h.person_id, s.title, 2 from area k join seat s on s.area_id = k.parent_id and s.commands and s.ends_at is null join seat_holding h on h.seat_id = s.id and h.ends_at is null where {IdSet.In(sql, "k.id", "@areas")}
              union all select o.person_id, n.name, 3 from near n join area_owner o on o.area_id = n.id and o.ends_at is null
              union all select p.id, '', 4 from person p where {IdSet.In(sql, "p.id", "@people")})
            select p.id, p.name, w.title, w.part, g.name, {ContactPhones.Columns} from who w join person p on p.id = w.person_id left join agency g on g.id = p.agency_id left join person_identity i on i.person_id = p.id
            order by w.part, p.name, p.id, w.title limit {RowsMax}
            """, row => (Id: row.Guid(0), Name: row.Text(1), Title: row.Text(2), Part: row.Int(3), Agency: row.TextOrNull(4), Phone: phones.Read(row, row.Guid(0), 5) is { } phone ? inFull ? phone : Masked.Phone(phone) : null), stop, values);
        return [.. found.GroupBy(f => f.Id).Select(one => new DossierRow([one.First().Name, string.Join(t.IsChinese ? "；" : "; ", one.Select(f => f.Part switch
        {
            0 => t["dossier.as.delegate", f.Title],
            3 => t["dossier.as.owner", f.Title],
            4 => t["dossier.as.lost"],
            _ => f.Title,
        }).Distinct()), one.First().Agency, one.First().Phone ?? t["dossier.phone.none"]], $"/people/{one.Key}", one.First().Phone is null))];
    }
}
