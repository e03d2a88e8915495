using System.Text.Json;
using Muster.People.Agencies;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>One import while it runs: decides for each row who it is, and hands what is to be written to <see cref="ImportWriter"/>.</summary>
internal sealed class ImportRun
{
    public const int RefusalsShownMax = 1000;

    private const int AgenciesShownMax = 100;

    private readonly Work _work;
    private readonly ImportPeople _act;
    private readonly ImportWriter _writer;
    private readonly KnownPeople _known;
    private readonly Dictionary<string, (Guid Id, AgencyLevel Level)> _agencies = new(StringComparer.Ordinal);
    private readonly List<string> _newAgencies = [];
    private readonly OddTally _odd = new();
    private readonly PeopleImport _import;
    private HomeFinder? _homes;
    private long _agenciesMade;
    private bool _loaded;

    public ImportRun(Work work, ImportPeople act)
    {
        (_work, _act) = (work, act);
        _known = new KnownPeople(work.Of<IdentityKeys>().ForRows());
        _import = new PeopleImport
        {
            Id = Guid.CreateVersion7(), FileName = act.FileName, Mapping = "[]", At = work.Now, Actor = work.Actor.Name,
        };
        _writer = new ImportWriter(work, _import);
    }

    public long Rows => _import.Rows;

    public List<ImportRefusal> Refusals { get; } = [];

    public async Task Begin(CancellationToken stop)
    {
        await _writer.Begin(stop);
        await foreach (var agency in _work.Sql.Rows("select id, name, short_name, level from agency where valid_to is null order by id",
            row => (Id: row.Guid(0), Name: row.Text(1), Short: row.Text(2), Level: row.Enum<AgencyLevel>(3)), stop))
        {
            _agencies[agency.Name] = (agency.Id, agency.Level);
            _agencies.TryAdd(agency.Short, (agency.Id, agency.Level));
        }
    }

    public async Task Take(FileRow[] batch, bool last, double share, CancellationToken stop)
    {
        if (!_loaded) await Load(batch, last, stop);
        if (!last) await Expect((long)((Rows + batch.Length) / Math.Max(share, 0.001)), stop);
        var open = new List<(FileRow Row, PersonInFile Person, Guid? Agency, int Known, UInt128 Key)>();
        foreach (var row in batch)
        {
            _import.Rows++;
            _odd.Take(row);
            if (row.Person is not { } person)
            {
                Refuse(row, row.Refusals);
                continue;
            }
            if (_homes is null && person.Home is not null) _homes = await HomeFinder.Load(_work.Sql, stop);
            var agency = AgencyOf(person);
            var key = _known.Key(agency?.Id, person.Name);
            var (known, doubles) = Match(person, key);
            if (known is { } sure && _known.SaysNothingNew(sure, person, agency?.Id))
            {
                _known.Met(sure);
                _import.Unchanged++;
            }
            else if (known is not null || doubles is null) open.Add((row, person, agency?.Id, known ?? -1, key));
            else Store(person, agency, key, doubles.Count == 0 ? null : (ReviewKind.PossibleDouble, doubles));
        }
        await _writer.WriteNew(stop);
        await Compare(open, stop);
        await _writer.WriteRest(stop);
    }

    public async Task<ImportOutcome> End(CancellationToken stop)
    {
        _import.Odd = JsonSerializer.Serialize(_odd.Kinds, Desk.Json);
        await _writer.End(_act.Mapping(), stop);
        return new ImportOutcome(_import.Id, _import.Rows, _import.Stored, _import.Updated, _import.Unchanged, _import.Refused,
            _agenciesMade, _newAgencies, _writer.Reviews, _odd.Kinds);
    }

    private async Task Expect(long rows, CancellationToken stop)
    {
        if (Rows == 0) _known.Expect(rows);
        await _writer.ExpectMany(rows, stop);
    }

    private async Task Load(FileRow[] batch, bool last, CancellationToken stop)
    {
        _loaded = true;
        var people = batch.Select(r => r.Person).OfType<PersonInFile>().ToList();
        await _known.Load(_work.Sql, last ? people.Select(p => p.IdHash).OfType<byte[]>().ToList() : null,
            last ? people.Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList() : null, stop);
    }

    /// <summary>
    /// Who a row is. An ID number decides. Else agency, name and telephone; where one of the two has no telephone, agency and name do if
    /// there is only one of that name and no row of this file was taken for it yet.
    /// Returns the person; or (null, those it might be) for a new one; or (null, null) where the rows' contents have to decide.
    /// </summary>
    private (int? Known, List<int>? Doubles) Match(PersonInFile person, UInt128 key)
    {
        if (person.IdHash is { } hash && _known.WithId(KnownPeople.Key(hash)) is { } sure) return (sure, null);
        var same = _known.SameName(key);
        if (same.Count == 0) return (null, []);
        var phone = KnownPeople.Key(person.PhoneHash);
        var free = person.IdHash is null ? same : same.FindAll(i => !_known[i].HasIdNumber);
        if (phone != 0)
        {
            var exact = free.FindAll(i => _known[i].Phone == phone);
            if (exact.Count == 1) return (exact[0], null);
            var silent = free.FindAll(i => _known[i].Phone == 0);
            if (exact.Count == 0 && silent.Count == 1 && free.Count == 1 && !_known[silent[0]].InFile) return (silent[0], null);
            // Others of this name in this agency, by number another person: worth a look only if the telephone is the same or missing.
            return (null, person.IdHash is null ? same : same.FindAll(i => _known[i].Phone == phone || !_known[i].HasIdNumber));
        }
        if (person.IdHash is not null)
            return free.Count == 1 && !_known[free[0]].InFile ? (free[0], null) : (null, free);
        return same.Count == 1 && !_known[same[0]].InFile ? (same[0], null) : (null, null);
    }

    /// <summary>Rows that are, or may be, somebody already there: told apart by what is stored.</summary>
    private async Task Compare(List<(FileRow Row, PersonInFile Person, Guid? Agency, int Known, UInt128 Key)> open, CancellationToken stop)
    {
        if (open.Count == 0) return;
        var wanted = open.SelectMany(o => o.Known >= 0 ? [_known[o.Known].Id] : _known.SameName(o.Key).Select(i => _known[i].Id)).Distinct().ToList();
        var contents = await _writer.Contents(wanted, stop);
        foreach (var (row, person, agency, index, key) in open)
        {
            var known = index >= 0 ? index : Decide(person, key, contents);
            if (known is null)
            {
                var doubles = _known.SameName(key);
                var added = Store(person, agency is { } a ? (a, AgencyLevel.Other) : null, key, (ReviewKind.AmbiguousPerson, doubles));
                contents[added.Id] = ImportWriter.Content(added, person);
                continue;
            }
            var content = contents[_known[known.Value].Id];
            if (content.Name != person.Name && !_known[known.Value].Merged)
            {
                Refuse(row, [new Broken("id-other-name", "这个身份证号已登记在另一个姓名下，请核对姓名和证号。",
                    "This ID number is on record under another name. Check the name and the number.", row.IdCell)]);
                continue;
            }
            var changed = content.Take(person, agency, text => _homes!.Find(text).Area);
            if (content.HomeChanged && content.HomeAreaId is null && person.Home is not null) ReviewHome(content.Id, person.Home);
            _known.Met(known.Value, content.IdNumber == person.IdNumber && person.IdHash is { } hash ? KnownPeople.Key(hash) : null, KnownPeople.Key(person.PhoneHash));
            if (changed) _import.Updated++;
            else _import.Unchanged++;
            if (!changed) continue;
            content.RowHash = _known.RowHash(person, agency, content.Version + 1);
            _writer.Changed(content);
        }
    }

    /// <summary>A row with neither number: whoever it says nothing new about; else the only one it does not contradict.</summary>
    private int? Decide(PersonInFile person, UInt128 key, Dictionary<Guid, PersonContent> contents)
    {
        var same = _known.SameName(key);
        foreach (var index in same)
            if (contents.TryGetValue(_known[index].Id, out var content) && content.Tells(person)) return index;
        if (same.Count != 1 || !contents.TryGetValue(_known[same[0]].Id, out var only) || only.Contradicts(person)) return null;
        return same[0];
    }

    private Person Store(PersonInFile row, (Guid Id, AgencyLevel Level)? agency, UInt128 key, (ReviewKind Kind, List<int> Doubles)? review)
    {
        var person = new Person
        {
            Id = _writer.NextId(), Sex = row.Sex, BirthYear = row.BirthYear, PoliticalStatus = row.PoliticalStatus,
            PartyMember = PoliticalStatus.IsPartyMember(row.PoliticalStatus), AgencyId = agency?.Id,
            Origin = row.Origin ?? _act.Origin ?? OriginOf(agency?.Level), JobTitle = row.JobTitle, GradeName = row.GradeName, Grade = row.Grade,
            HomeText = row.Home, HomeAreaId = row.Home is null ? null : _homes!.Find(row.Home).Area, Team = row.Team, Note = row.Note,
            Source = _act.FileName, CreatedAt = _work.Now, ChangedAt = _work.Now, Version = 1,
            RowHash = unchecked((long)_known.RowHash(row, agency?.Id, 1)),
        };
        _writer.Name(person, row.Name);
        _import.Stored++;
        _writer.Add(person, row);
        if (row.Home is not null && person.HomeAreaId is null) ReviewHome(person.Id, row.Home);
        if (row.PhoneUnreadable) _writer.Review(ReviewKind.BadPhone, person.Id, row.Name, []);
        if (review is { } asked)
            _writer.Review(asked.Kind, person.Id, row.Name,
                asked.Doubles.Take(HomeFinder.CandidatesMax).Select(i => new ReviewCandidate(_known[i].Id, row.Name, row.Agency)).ToList());
        _known.Add(person.Id, row.IdHash is null ? null : KnownPeople.Key(row.IdHash), key, KnownPeople.Key(row.PhoneHash), inFile: true, row: unchecked((ulong)person.RowHash!.Value));
        return person;
    }

    private static Origin OriginOf(AgencyLevel? level) => level switch
    {
        AgencyLevel.City => Origin.City,
        AgencyLevel.Street => Origin.Street,
        _ => Origin.County,
    };

    private void ReviewHome(Guid person, string text)
    {
        var found = _homes!.Find(text);
        _writer.Review(found.Candidates.Count == 0 ? ReviewKind.HomeAreaNotFound : ReviewKind.HomeAreaAmbiguous, person, text, found.Candidates);
    }

    private (Guid Id, AgencyLevel Level)? AgencyOf(PersonInFile person)
    {
        var name = person.Agency ?? _act.Agency;
        if (string.IsNullOrWhiteSpace(name)) return null;
        name = name.Trim();
        if (_agencies.TryGetValue(name, out var known)) return known;
        var agency = AddAgency.Make(name.Length > AgencyRules.NameLengthMax ? name[..AgencyRules.NameLengthMax] : name, AgencyQueries.ImportSource(_import.Id));
        if (_agencies.TryGetValue(agency.Name, out known)) return _agencies[name] = known;
        agency.Level = AgencyRules.LevelOf(agency.Name);
        _writer.Add(agency);
        _agenciesMade++;
        if (_newAgencies.Count < AgenciesShownMax) _newAgencies.Add(agency.Name);
        return _agencies[name] = _agencies[agency.Name] = (agency.Id, agency.Level);
    }

    private void Refuse(FileRow row, IReadOnlyList<Broken> why)
    {
        _import.Refused++;
        _writer.Refuse(row, why);
        if (Refusals.Count < RefusalsShownMax) Refusals.Add(ImportWriter.Shown(row, why));
    }
}
