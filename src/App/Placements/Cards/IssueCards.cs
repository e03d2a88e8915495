using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Muster.Emergencies;
using Muster.People.Contract;
using Muster.Placements.Cards.Links;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Placements.Cards;

/// <summary>What issuing did. Posts, areas and people count the cards issued now; unchanged ones stand as issued before.</summary>
/// <param name="Replaced">Of the issued ones, how many replace an earlier card.</param>
/// <param name="Withdrawn">Current before, and now without a place.</param>
/// <param name="Links">Personal links made.</param>
public sealed record IssuedCards(int Posts, int Areas, int People, int Unchanged, int Replaced, int Withdrawn, int Links);

/// <summary>
/// Issues the cards of posts, areas and people of an emergency from the placements in force. A card whose content has not changed
/// stays as it is; a changed one is replaced and keeps its content; one without a place any more is withdrawn.
/// </summary>
/// <param name="AreaId">Only this area and below.</param>
/// <param name="Subjects">Only these posts, areas and people.</param>
/// <param name="Kind">Only cards of this kind.</param>
public sealed record IssueCards(Guid EmergencyId, Guid? AreaId = null, IReadOnlyList<Guid>? Subjects = null, CardKind? Kind = null) : Act<IssuedCards>
{
    [JsonIgnore]
    public IProgress<JobProgress>? Progress { get; init; }

    protected internal override Permission Needs => Permission.IssueCards;

    protected internal override bool InPart => true;

    protected internal override async Task<IssuedCards> Do(Work work, CancellationToken stop)
    {
        var emergency = await Locked(work, stop);
        var published = await work.Sql.Number("select count(*) from publication where emergency_id = @e", stop, ("@e", EmergencyId));
        Refused.Where(CardRules.Issuable(emergency, published, Subjects));
        var areas = await Scope(work.Sql, stop);
        var places = await ServedPlaces.Open(work.Sql, work.Of<ContactPhones>(), EmergencyId, work.Now, areas, stop, adding: work.Of<IEnumerable<Contract.IAddToPlaceCard>>());
        var issuing = new Issuing(work, EmergencyId, work.Of<LinkSecrets>());
        await issuing.Begin(Subjects, stop);
        var total = places.People;
        Progress?.Report(new JobProgress("cards", 0, total));
        long done = 0;
        await foreach (var part in places.Parts(stop))
        {
            await issuing.Issue(Wanted(part, places), stop);
            done += part.Sum(p => p.People.Count);
            Progress?.Report(new JobProgress("cards", done, total));
        }
        var withdrawn = await issuing.Withdraw(await AreasOfScope(work.Sql, stop), Kind, stop);
        var issued = new IssuedCards(issuing.Count(CardKind.Post), issuing.Count(CardKind.Area), issuing.Count(CardKind.Person), issuing.Unchanged, issuing.Replaced,
            withdrawn, issuing.Links);
        work.About("emergency", EmergencyId);
        work.Note("issued", issued);
        return issued;
    }

    /// <summary>The emergency, locked: card numbers are counted, so two issuings of one emergency go one after the other.</summary>
    private async Task<Emergency?> Locked(Work work, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Run("select 1 from emergency where id = @e for update", stop, ("@e", EmergencyId));
        return await work.Store.Set<Emergency>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == EmergencyId, stop);
    }

    private IEnumerable<Draft> Wanted(List<ServedPlace> part, ServedPlaces places)
    {
        var subjects = Subjects?.ToHashSet();
        foreach (var place in part)
        {
            var kind = place.Post is null ? CardKind.Area : CardKind.Post;
            var id = place.Post?.Id ?? place.Area.Id;
            if (Kind is null || Kind == kind)
                if (subjects?.Contains(id) != false) yield return new Draft(kind, id, place.Area.Id, _ => CardWording.Of(place, places));
            if (Kind is not (null or CardKind.Person)) continue;
            foreach (var person in place.People)
                if (subjects?.Contains(person.PersonId) != false)
                    yield return new Draft(CardKind.Person, person.PersonId, place.Area.Id, link => CardWording.Of(place, person, places, link));
        }
    }

    /// <summary>The areas to read: null for all.</summary>
    private async Task<List<Guid>?> Scope(Sql sql, CancellationToken stop)
    {
        if (Subjects is not null)
            return await sql.List($"""
                select area_id from placement where emergency_id = @e and ({IdSet.In(sql, "person_id", "@s")} or {IdSet.In(sql, "post_id", "@s")} or {IdSet.In(sql, "area_id", "@s")})
                union select area_id from post where {IdSet.In(sql, "id", "@s")}
                """, row => row.Guid(0), stop, ("@e", EmergencyId), ("@s", IdSet.Of(sql, Subjects)));
        return await AreasOfScope(sql, stop) is { } below ? [.. below] : null;
    }

    /// <summary>The chosen area and all below it; null when none is chosen.</summary>
    private async Task<HashSet<Guid>?> AreasOfScope(Sql sql, CancellationToken stop) => AreaId is null ? null
        : [.. await sql.List("select k.id from area a join area k on k.path >= a.path and k.path < a.path || '~' where a.id = @a", row => row.Guid(0), stop, ("@a", AreaId))];
}

/// <summary>A card to be: its content is made only when its link is known.</summary>
internal sealed record Draft(CardKind Kind, Guid SubjectId, Guid AreaId, Func<Guid, (string Content, byte[] Hash)> Make);

/// <summary>Compares drafts with the current cards and writes the difference in bulk.</summary>
internal sealed class Issuing(Work work, Guid emergency, LinkSecrets secrets)
{
    private readonly Dictionary<(CardKind, Guid), Current> _current = [];
    private readonly Dictionary<Guid, Guid> _links = [];
    private readonly Sealer _sealer = work.Of<Sealer>();
    private readonly long[] _numbers = new long[3];
    private readonly int[] _issued = new int[3];
    private byte[] _secret = [];

    private readonly record struct Current(Guid Id, Guid AreaId, byte[] Hash);

    public int Unchanged { get; private set; }

    public int Replaced { get; private set; }

    public int Links { get; private set; }

    public int Count(CardKind kind) => _issued[(int)kind];

    public async Task Begin(IReadOnlyList<Guid>? subjects, CancellationToken stop)
    {
        _secret = await DataKeys.Of(work, DataKeys.Emergency, emergency, stop);
        var some = subjects is null ? null : IdSet.Of(work.Sql, subjects);
        string Only(string column) => subjects is null ? "" : "and " + IdSet.In(work.Sql, column, "@s");
        await foreach (var row in work.Sql.Rows($"select kind, subject_id, id, area_id, content_hash from card where emergency_id = @e and replaced_at is null {Only("subject_id")}",
            row => (row.Enum<CardKind>(0), row.Guid(1), new Current(row.Guid(2), row.Guid(3), row.Bytes(4))), stop, ("@e", emergency), ("@s", some)))
            _current[(row.Item1, row.Item2)] = row.Item3;
        await foreach (var (person, link) in work.Sql.Rows($"select person_id, id from personal_link where emergency_id = @e and revoked_at is null {Only("person_id")}",
            row => (row.Guid(0), row.Guid(1)), stop, ("@e", emergency), ("@s", some)))
            _links[person] = link;
        await foreach (var (kind, count) in work.Sql.Rows("select kind, count(*) from card where emergency_id = @e group by kind",
            row => (row.Enum<CardKind>(0), row.Long(1)), stop, ("@e", emergency)))
            _numbers[(int)kind] = count;
    }

    public async Task Issue(IEnumerable<Draft> drafts, CancellationToken stop)
    {
        List<Card> cards = [];
        List<PersonalLink> links = [];
        List<Guid> replaced = [];
        using var sealing = _sealer.With(_secret);
        foreach (var draft in drafts)
        {
            var (content, plain) = draft.Make(draft.Kind == CardKind.Person ? Link(draft.SubjectId, links) : default);
            // Keyed, so that no name or telephone can be guessed from it.
            var hash = HMACSHA256.HashData(_secret, plain);
            if (_current.Remove((draft.Kind, draft.SubjectId), out var before))
            {
                if (before.Hash.AsSpan().SequenceEqual(hash))
                {
                    Unchanged++;
                    continue;
                }
                replaced.Add(before.Id);
            }
            _issued[(int)draft.Kind]++;
            var id = Guid.CreateVersion7();
            cards.Add(new Card
            {
                Id = id, EmergencyId = emergency, Kind = draft.Kind, SubjectId = draft.SubjectId, AreaId = draft.AreaId,
                Number = Number(draft.Kind, ++_numbers[(int)draft.Kind]), SealedContent = sealing.Seal(id, CardContent.Field, content), ContentHash = hash, IssuedAt = work.Now,
            });
        }
        Replaced += replaced.Count;
        Links += links.Count;
        await Close(replaced, stop);
        await work.Store.Insert(links, stop);
        await work.Store.Insert(cards, stop);
    }

    /// <summary>What is left of the current cards has no place any more.</summary>
    public async Task<int> Withdraw(IReadOnlySet<Guid>? areas, CardKind? kind, CancellationToken stop)
    {
        var gone = _current.Where(c => (areas is null || areas.Contains(c.Value.AreaId)) && (kind is null || c.Key.Item1 == kind)).Select(c => c.Value.Id).ToList();
        await Close(gone, stop);
        return gone.Count;
    }

    private async Task Close(List<Guid> cards, CancellationToken stop)
    {
        foreach (var some in cards.Chunk(10_000))
            await work.Sql.Run($"update card set replaced_at = @now where {IdSet.In(work.Sql, "id", "@ids")}", stop, ("@now", work.Now), ("@ids", IdSet.Of(work.Sql, some)));
    }

    private Guid Link(Guid person, List<PersonalLink> made)
    {
        if (_links.TryGetValue(person, out var link)) return link;
        var id = Guid.CreateVersion7();
        made.Add(new PersonalLink { Id = id, PersonId = person, EmergencyId = emergency, TokenHash = Secret.Hash(secrets.Of(id)), MadeAt = work.Now });
        return _links[person] = id;
    }

    /// <summary>岗-0001, 社-0001, 人-00001: counted per emergency and never used twice.</summary>
    private static string Number(CardKind kind, long count) => kind switch
    {
        CardKind.Post => "岗-" + count.ToString("d4", CultureInfo.InvariantCulture),
        CardKind.Area => "社-" + count.ToString("d4", CultureInfo.InvariantCulture),
        _ => "人-" + count.ToString("d5", CultureInfo.InvariantCulture),
    };
}
