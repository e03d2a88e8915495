using System.Runtime.CompilerServices;
using Muster.Platform.Storage;

namespace Muster.People.Contract;

/// <summary>Reads people in bulk for the optimiser: 748,100 in seconds, in the order of their ids, with nothing but what it needs.</summary>
public sealed class PeopleForPlacing(Stores stores)
{
    private static readonly IReadOnlyList<string> NoSkills = [];
    private static readonly IReadOnlyList<LimitKind> NoLimits = [];
    private static readonly IReadOnlyList<Guid> Nobody = [];

    /// <summary>
    /// Streams people who have not ended, by id. Skills, limits and past service are read side by side on connections of their own,
    /// each in the order of the ids, so memory does not grow with the number of people.
    /// </summary>
    /// <param name="set">Whom; null for everybody.</param>
    /// <param name="at">The moment at which skills and limits must be in force.</param>
    public async IAsyncEnumerable<PersonForPlacing> Stream(PeopleSet? set, DateTimeOffset at, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using var people = await stores.Open(stop);
        await using var skillStore = await stores.Open(stop);
        await using var limitStore = await stores.Open(stop);
        await using var historyStore = await stores.Open(stop);
        string Within(string column) => set is null ? "" : $" and {column} in ({set.Sql})";
        (string, object?)[] own = set?.Values ?? [];
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        string Same(string text) => names.TryGetValue(text, out var known) ? known : names[text] = text;

        await using var skills = new Beside<string>(skillStore.Sql.Rows(
            $"select person_id, skill from person_skill where (expires_at is null or expires_at > @people_at){Within("person_id")} order by person_id, skill",
            row => (row.Guid(0), Same(row.Text(1))), stop, [.. own, ("@people_at", at)]));
        await using var limits = new Beside<(LimitKind Kind, Guid? Area, Guid? Person)>(limitStore.Sql.Rows(
            $"select person_id, kind, area_id, other_person_id from person_limit where (until is null or until > @people_at){Within("person_id")} order by person_id",
            row => (row.Guid(0), (row.Enum<LimitKind>(1), row.GuidOrNull(2), row.GuidOrNull(3))), stop, [.. own, ("@people_at", at)]));
        await using var served = new Beside<bool>(historyStore.Sql.Rows(
            $"select person_id from person_history where kind = @people_kind{Within("person_id")} order by person_id",
            row => (row.Guid(0), true), stop, [.. own, ("@people_kind", HistoryKinds.Served)]));

        await foreach (var p in people.Sql.Rows(
            $"select id, agency_id, origin, grade, party_member, home_area_id, team from person where ended_at is null{Within("id")} order by id",
            row => (Id: row.Guid(0), Agency: row.GuidOrNull(1), Origin: row.Enum<Origin>(2), Grade: row.IntOrNull(3) ?? 0, Member: row.Bool(4),
                Home: row.GuidOrNull(5), Team: row.TextOrNull(6)), stop, own))
        {
            var mySkills = await skills.Of(p.Id);
            var myLimits = await limits.Of(p.Id);
            var first = (await served.Of(p.Id)).Count == 0;
            yield return new PersonForPlacing(p.Id, p.Agency, p.Origin, p.Grade, p.Member, p.Home, p.Team, first,
                mySkills.Count == 0 ? NoSkills : [.. mySkills],
                myLimits.Count == 0 ? NoLimits : myLimits.Select(l => l.Kind).Where(k => k is not (LimitKind.AvoidArea or LimitKind.AvoidPerson)).Distinct().ToArray(),
                myLimits.Count == 0 ? Nobody : myLimits.Where(l => l is { Kind: LimitKind.AvoidArea, Area: not null }).Select(l => l.Area!.Value).ToArray(),
                myLimits.Count == 0 ? Nobody : myLimits.Where(l => l is { Kind: LimitKind.AvoidPerson, Person: not null }).Select(l => l.Person!.Value).ToArray());
        }
    }

    /// <summary>Every open agency.</summary>
    public async Task<IReadOnlyList<AgencyForPlacing>> Agencies(CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select a.id, a.name, a.level, coalesce(a.headcount, (select count(*) from person p where p.agency_id = a.id and p.ended_at is null)),
              a.minimum_stay, a.quota_percent, a.area_id from agency a where a.valid_to is null order by a.id
            """, row => new AgencyForPlacing(row.Guid(0), row.Text(1), row.Enum<AgencyLevel>(2), row.Int(3), row.Int(4), row.Int(5), row.GuidOrNull(6)), stop);
    }

    /// <summary>Names and agencies of some people, for lists of other modules.</summary>
    public async Task<IReadOnlyDictionary<Guid, PersonRef>> Refs(IEnumerable<Guid> ids, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var found = new Dictionary<Guid, PersonRef>();
        foreach (var id in ids.Distinct())
            if (await store.Sql.First("select p.name, a.name, p.job_title from person p left join agency a on a.id = p.agency_id where p.id = @id",
                    row => new PersonRef(id, row.Text(0), row.TextOrNull(1), row.TextOrNull(2)), stop, ("@id", id)) is { } person)
                found[id] = person;
        return found;
    }

    /// <summary>Rows that belong to people, read in step with the people themselves.</summary>
    private sealed class Beside<T>(IAsyncEnumerable<(Guid Id, T Value)> rows) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<(Guid Id, T Value)> _rows = rows.GetAsyncEnumerator();
        private readonly List<T> _found = [];
        private bool _begun, _more;

        /// <summary>Those of this person; ids must be asked for in rising order. The list is used again for the next.</summary>
        public async ValueTask<IReadOnlyList<T>> Of(Guid id)
        {
            _found.Clear();
            if (!_begun) (_begun, _more) = (true, await _rows.MoveNextAsync());
            while (_more && _rows.Current.Id.CompareTo(id) <= 0)
            {
                if (_rows.Current.Id == id) _found.Add(_rows.Current.Value);
                _more = await _rows.MoveNextAsync();
            }
            return _found;
        }

        public ValueTask DisposeAsync() => _rows.DisposeAsync();
    }
}
