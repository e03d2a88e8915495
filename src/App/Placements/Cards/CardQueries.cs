using System.Security.Cryptography;
using Muster.Placements.Cards.Links;
using Muster.Platform.Identity;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Placements.Cards;

/// <summary>A plan's emergency and what is issued in it; cards are the emergency's and not the plan's, since unchanged ones outlive a plan.</summary>
public sealed record CardCounts(Guid PlanId, string Plan, PlanState State, Guid EmergencyId, string Emergency, bool Published, long Posts, long Areas, long People,
    long Replaced, long Links, long LinksOpened, DateTimeOffset? LastIssuedAt);

/// <summary>Which cards; nulls do not filter. <paramref name="Text"/> is the beginning of a person's name (characters, pinyin or initials) or of a post's name.</summary>
/// <param name="Subjects">Only cards of these posts, areas and people.</param>
public sealed record CardFilter(Guid? AreaId = null, Guid? AgencyId = null, string? Text = null, IReadOnlyList<Guid>? Subjects = null);

/// <summary>What issuing to some would be about: who and what gets a card there, and how many have one that stays unless it changed.</summary>
public sealed record CardPreview(long Posts, long Areas, long People, long PlaceCards, long PersonCards)
{
    public long Wanted => Posts + Areas + People;

    public long Current => PlaceCards + PersonCards;
}

/// <summary>A card as it was issued, with what its QR code leads to: the secret of the personal link while that is valid.</summary>
public sealed record IssuedCard(Guid Id, CardKind Kind, Guid EmergencyId, Guid SubjectId, string Number, DateTimeOffset IssuedAt, DateTimeOffset? ReplacedAt,
    string Content, string? Secret);

/// <summary>A card in a list.</summary>
public sealed record CardLine(Guid Id, CardKind Kind, Guid SubjectId, string Number, string Subject, string Area, DateTimeOffset IssuedAt);

/// <summary>Reads cards for print pages, documents, verbs.</summary>
public sealed class CardQueries(Stores stores, LinkSecrets secrets, Sealer sealer)
{
    private const string Filtered = """
        from card c join area a on a.id = c.area_id left join person w on c.kind = 'Person' and w.id = c.subject_id
        left join post q on c.kind = 'Post' and q.id = c.subject_id left join personal_link l on c.kind = 'Person' and l.person_id = c.subject_id
        and l.emergency_id = c.emergency_id and l.revoked_at is null left join data_key k on k.kind = 'emergency' and k.subject_id = c.emergency_id
        """;

    public async Task<CardCounts?> Counts(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("""
            select p.name, p.state, p.emergency_id, e.name, exists (select 1 from publication b where b.emergency_id = e.id),
              (select count(*) from card where emergency_id = e.id and kind = 'Post' and replaced_at is null),
              (select count(*) from card where emergency_id = e.id and kind = 'Area' and replaced_at is null),
              (select count(*) from card where emergency_id = e.id and kind = 'Person' and replaced_at is null),
              (select count(*) from card where emergency_id = e.id and replaced_at is not null),
              (select count(*) from personal_link where emergency_id = e.id and revoked_at is null),
              (select count(*) from personal_link where emergency_id = e.id and revoked_at is null and opened_at is not null),
              (select max(issued_at) from card where emergency_id = e.id)
            from plan p join emergency e on e.id = p.emergency_id where p.id = @p
            """, row => new CardCounts(plan, row.Text(0), row.Enum<PlanState>(1), row.Guid(2), row.Text(3), row.Bool(4), row.Long(5), row.Long(6), row.Long(7), row.Long(8),
                row.Long(9), row.Long(10), row.InstantOrNull(11)), stop, ("@p", plan));
    }

    /// <summary>How many current cards a filter finds.</summary>
    public async Task<long> Count(Guid emergency, IReadOnlyList<CardKind> kinds, CardFilter filter, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(store.Sql, emergency, kinds, filter);
        return await store.Sql.Number($"select count(*) {Filtered} {where}", stop, values);
    }

    /// <summary>What <see cref="IssueCards"/> would look at for an area and below, or for some posts, areas and people.</summary>
    public async Task<CardPreview> Preview(Guid emergency, DateTimeOffset now, CardFilter filter, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var sql = store.Sql;
        string Some(string person, string post, string area) =>
            (filter.AreaId is null ? "" : " and exists (select 1 from area t where t.id = @area and a.path >= t.path and a.path < t.path || '~')")
            + (filter.Subjects is null ? "" : $" and {IdSet.In(sql, person.Length > 0 ? person : post.Length > 0 ? post : area, "@subjects")}");
        (string, object?)[] values = [("@e", emergency), ("@area", filter.AreaId), ("@subjects", IdSet.Of(sql, filter.Subjects)),
            ("@at", await sql.First("select p.starts_at from publication b join plan p on p.id = b.plan_id where b.emergency_id = @e order by b.at desc limit 1", row => (DateTimeOffset?)row.Instant(0), stop, ("@e", emergency)) is { } planned && planned > now ? planned : now)];
        const string inForce = "from placement p join area a on a.id = p.area_id where p.emergency_id = @e and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at)";
        Task<long> Cards(string kinds) => sql.Number($"select count(*) from card c join area a on a.id = c.area_id where c.emergency_id = @e and c.replaced_at is null and c.kind {kinds} 'Person'{Some("c.subject_id", "", "")}", stop, values);
        return new CardPreview(
            await sql.Number($"select count(*) from demand d join area a on a.id = d.area_id where d.emergency_id = @e and d.post_id is not null{Some("", "d.post_id", "")}", stop, values),
            await sql.Number($"select count(distinct p.area_id) {inForce} and p.post_id is null{Some("", "", "p.area_id")}", stop, values),
            await sql.Number($"select count(*) {inForce}{Some("p.person_id", "", "")}", stop, values), await Cards("<>"), await Cards("="));
    }

    /// <summary>Current cards in the order of the territory, then of their numbers.</summary>
    public async Task<List<IssuedCard>> Cards(Guid emergency, IReadOnlyList<CardKind> kinds, CardFilter filter, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(store.Sql, emergency, kinds, filter);
        return await store.Sql.List($"""
            select c.id, c.kind, c.emergency_id, c.subject_id, c.number, c.issued_at, c.replaced_at, c.sealed_content, l.id, l.token_hash, k.secret {Filtered} {where} and c.sealed_content is not null
            order by a.path, c.number limit @most
            """, Read, stop, [.. values, ("@most", most)]);
    }

    public async Task<List<CardLine>> Lines(Guid emergency, IReadOnlyList<CardKind> kinds, CardFilter filter, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(store.Sql, emergency, kinds, filter);
        return await store.Sql.List($"""
            select c.id, c.kind, c.subject_id, c.number, coalesce(w.name, q.name, a.name), a.name, c.issued_at {Filtered} {where} order by a.path, c.number limit @most
            """, row => new CardLine(row.Guid(0), row.Enum<CardKind>(1), row.Guid(2), row.Text(3), row.Text(4), row.Text(5), row.Instant(6)), stop, [.. values, ("@most", most)]);
    }

    /// <summary>One card, current or not; null once what it said was destroyed.</summary>
    public async Task<IssuedCard?> Card(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"""
            select c.id, c.kind, c.emergency_id, c.subject_id, c.number, c.issued_at, c.replaced_at, c.sealed_content, l.id, l.token_hash, k.secret {Filtered} where c.id = @id and c.sealed_content is not null
            """, Read, stop, ("@id", id));
    }

    /// <summary>Every card a subject had in an emergency, the latest first.</summary>
    public async Task<List<CardLine>> History(Guid emergency, Guid subject, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            select c.id, c.kind, c.subject_id, c.number, coalesce(w.name, q.name, a.name), a.name, c.issued_at {Filtered}
            where c.subject_id = @s and c.emergency_id = @e order by c.issued_at desc, c.number desc
            """, row => new CardLine(row.Guid(0), row.Enum<CardKind>(1), row.Guid(2), row.Text(3), row.Text(4), row.Text(5), row.Instant(6)), stop,
            ("@s", subject), ("@e", emergency));
    }

    private static (string Sql, (string, object?)[] Values) Where(Sql engine, Guid emergency, IReadOnlyList<CardKind> kinds, CardFilter filter)
    {
        var names = string.Join(',', kinds.Select(k => $"'{k}'"));
        var sql = $"where c.emergency_id = @e and c.replaced_at is null and c.kind in ({names})";
        List<(string, object?)> values = [("@e", emergency)];
        if (filter.AreaId is { } area)
        {
            sql += " and exists (select 1 from area t where t.id = @area and a.path >= t.path and a.path < t.path || '~')";
            values.Add(("@area", area));
        }
        if (filter.AgencyId is { } agency)
        {
            sql += " and w.agency_id = @agency";
            values.Add(("@agency", agency));
        }
        if (filter.Subjects is { } subjects)
        {
            sql += " and " + IdSet.In(engine, "c.subject_id", "@subjects");
            values.Add(("@subjects", IdSet.Of(engine, subjects)));
        }
        if (filter.Text is { Length: > 0 } text)
        {
            sql += " and (w.name like @text || '%' or w.pinyin like @text || '%' or w.initials like @text || '%' or q.name like @text || '%')";
            values.Add(("@text", text.Trim()));
        }
        return (sql, [.. values]);
    }

    private IssuedCard Read(Row row)
    {
        var card = new IssuedCard(row.Guid(0), row.Enum<CardKind>(1), row.Guid(2), row.Guid(3), row.Text(4), row.Instant(5), row.InstantOrNull(6),
            sealer.Open(row.Bytes(10), row.Guid(0), CardContent.Field, row.Bytes(7))!, null);
        if (card.Kind != CardKind.Person || row.IsNull(8) || CardContent.Read<PersonContent>(card.Content).LinkId != row.Guid(8)) return card;
        // A reprint must not carry a code that opens nothing: after a loss of the key the secret no longer matches.
        var secret = secrets.Of(row.Guid(8));
        return CryptographicOperations.FixedTimeEquals(Secret.Hash(secret), row.Bytes(9)) ? card with { Secret = secret } : card;
    }
}
