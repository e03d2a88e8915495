using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Everything about one person, identity masked.</summary>
public sealed record PersonView(Guid Id, int Version, PersonFields Fields, string? Agency, string? HomeArea, bool PartyMember, int? Grade,
    string? Phone, string? IdNumber, string Source, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? EndedAt, Guid? MergedInto,
    IReadOnlyList<MembershipView> Memberships, IReadOnlyList<SkillFields> Skills, IReadOnlyList<LimitView> Limits,
    IReadOnlyList<HistoryView> History, IReadOnlyList<ReviewView> Reviews, IReadOnlyList<MergeView> Merges);

public sealed record MembershipView(Guid AgencyId, string Agency, DateTimeOffset StartsAt, DateTimeOffset? EndsAt);

public sealed record LimitView(Guid Id, LimitKind Kind, Guid? AreaId, string? Area, Guid? OtherPersonId, string? OtherPerson, string? Note, DateTimeOffset? Until);

public sealed record HistoryView(Guid Id, string Kind, string Text, DateTimeOffset At);

public sealed record MergeView(Guid Id, Guid GoneId, string GoneName, DateTimeOffset At, string Actor);

/// <summary>What is masked of a person elsewhere, in full.</summary>
public sealed record PersonInFull(Guid Id, string? IdNumber, string? Phone, string? HomeText);

/// <summary>Reads one person whole.</summary>
public sealed class PersonQuery(Stores stores, Identities identities)
{
    private static readonly TimeSpan PermitLifetime = TimeSpan.FromMinutes(1);

    /// <summary>The masked values of a person in full, for whoever was just permitted to see them.</summary>
    /// <param name="permit">What <see cref="Unmasking.UnmaskPerson"/> answered.</param>
    /// <returns>Null without a permit of this actor's own from the last minute.</returns>
    public async Task<PersonInFull?> InFull(Guid permit, Actor actor, DateTimeOffset now, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.FindAsync<Unmasking.PersonUnmasking>([permit], stop) is not { } given || given.Actor != actor.Name || given.At < now - PermitLifetime) return null;
        var (person, identity) = (await store.FindAsync<Person>([given.PersonId], stop), await store.FindAsync<PersonIdentity>([given.PersonId], stop));
        return new PersonInFull(given.PersonId, identities.IdNumber(identity), identities.Phone(identity), person!.HomeText);
    }

    public Task<PersonView?> Find(Guid id, CancellationToken stop = default) => Read(id, editing: false, stop);

    /// <summary>With home and note in full, for the form that changes it.</summary>
    public Task<PersonView?> ToEdit(Guid id, CancellationToken stop) => Read(id, editing: true, stop);

    private async Task<PersonView?> Read(Guid id, bool editing, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var person = await store.FindAsync<Person>([id], stop);
        if (person is null) return null;
        var identity = await store.FindAsync<PersonIdentity>([id], stop);
        var sql = store.Sql;
        return new PersonView(id, person.Version, editing ? PersonFields.Of(person) : PersonFields.Of(person) with { HomeText = Masked.Home(person.HomeText), Note = Masked.Text(person.Note) },
            await Name(sql, "select name from agency where id = @id", person.AgencyId, stop),
            await Name(sql, "select name from area where id = @id", person.HomeAreaId, stop),
            person.PartyMember, person.Grade, Masked.Phone(identities.Phone(identity)), Masked.IdNumber(identities.IdNumber(identity)),
            person.Source, person.CreatedAt, person.ChangedAt, person.EndedAt,
            (await sql.List("select kept_id from person_merge where gone_id = @id and undone_at is null", row => (Guid?)row.Guid(0), stop, ("@id", id))).FirstOrDefault(),
            await Memberships(sql, id, stop), await Skills(sql, id, stop), await Limits(sql, id, stop), await History(sql, id, stop),
            await ReviewQueries.OfPerson(sql, id, stop),
            await sql.List("select m.id, m.gone_id, p.name, m.at, m.actor from person_merge m join person p on p.id = m.gone_id where m.kept_id = @id and m.undone_at is null order by m.at desc",
                row => new MergeView(row.Guid(0), row.Guid(1), row.Text(2), row.Instant(3), row.Text(4)), stop, ("@id", id)));
    }

    private static async Task<string?> Name(Sql sql, string query, Guid? id, CancellationToken stop) =>
        id is null ? null : await sql.First(query, row => row.Text(0), stop, ("@id", id));

    private static Task<List<MembershipView>> Memberships(Sql sql, Guid id, CancellationToken stop) => sql.List(
        "select m.agency_id, a.name, m.starts_at, m.ends_at from agency_membership m join agency a on a.id = m.agency_id where m.person_id = @id order by m.starts_at desc",
        row => new MembershipView(row.Guid(0), row.Text(1), row.Instant(2), row.InstantOrNull(3)), stop, ("@id", id));

    private static Task<List<SkillFields>> Skills(Sql sql, Guid id, CancellationToken stop) => sql.List(
        "select skill, source, expires_at from person_skill where person_id = @id order by skill",
        row => new SkillFields(row.Text(0), row.Text(1), row.InstantOrNull(2)), stop, ("@id", id));

    private static Task<List<LimitView>> Limits(Sql sql, Guid id, CancellationToken stop) => sql.List(
        """
        select l.id, l.kind, l.area_id, a.name, l.other_person_id, o.name, l.note, l.until
        from person_limit l left join area a on a.id = l.area_id left join person o on o.id = l.other_person_id where l.person_id = @id order by l.id
        """,
        row => new LimitView(row.Guid(0), row.Enum<LimitKind>(1), row.GuidOrNull(2), row.TextOrNull(3), row.GuidOrNull(4), row.TextOrNull(5),
            Masked.Text(row.TextOrNull(6)), row.InstantOrNull(7)), stop, ("@id", id));

    /// <summary>Also what happened to the records merged into this one.</summary>
    private static Task<List<HistoryView>> History(Sql sql, Guid id, CancellationToken stop) => sql.List(
        """
        select id, kind, text, at from person_history
        where person_id = @id or person_id in (select gone_id from person_merge where kept_id = @id and undone_at is null) order by at desc, id desc
        """,
        row => new HistoryView(row.Guid(0), row.Text(1), Masked.Text(row.Text(2))!, row.Instant(3)), stop, ("@id", id));
}
