using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;
using Muster.Territory.Names;

namespace Muster.People;

/// <summary>Writes what an import decided, a batch at a time, in bulk. For a large file on SQLite the indexes are made anew at the end.</summary>
internal sealed class ImportWriter(Work work, PeopleImport import)
{
    private readonly SortedIds _ids = new();
    private readonly Dictionary<string, (string Tail, string Pinyin, string Initials)> _names = new(StringComparer.Ordinal);
    private readonly List<Agency> _agencies = [];
    private readonly List<Person> _people = [];
    private readonly List<(Guid Person, PersonInFile Row)> _identities = [];
    private readonly List<AgencyMembership> _memberships = [];
    private readonly List<PersonSkill> _skills = [];
    private readonly List<PersonLimit> _limits = [];
    private readonly List<PersonReview> _reviews = [];
    private readonly List<PeopleImportRefusal> _refusals = [];
    private readonly HashSet<PersonContent> _changed = [];
    private readonly IndexPause _indexes = new(work.Sql);
    private readonly Identities _sealer = work.Of<Identities>();
    private readonly Sealer _rows = work.Of<Sealer>();
    private byte[] _secret = [];

    public Dictionary<ReviewKind, long> Reviews { get; } = [];

    public Guid NextId() => _ids.Next();

    public async Task Begin(CancellationToken stop)
    {
        await work.Store.Insert([import], stop);
        _secret = await DataKeys.Of(work, DataKeys.Import, import.Id, stop);
    }

    /// <summary>Told how many rows the file seems to have, before the first of them is written and again later.</summary>
    public Task ExpectMany(long rows, CancellationToken stop) => _indexes.Expect(rows, stop);

    /// <summary>Names repeat: a million people have some hundred thousand.</summary>
    public void Name(Person person, string name)
    {
        if (!_names.TryGetValue(name, out var read))
        {
            PersonFields.Named(person, name);
            if (_names.Count < 100_000) _names[name] = (person.NameTail, person.Pinyin, person.Initials);
            return;
        }
        (person.Name, person.NameTail, person.Pinyin, person.Initials) = (name, read.Tail, read.Pinyin, read.Initials);
    }

    public void Add(Agency agency) => _agencies.Add(agency);

    public void Add(Person person, PersonInFile row)
    {
        import.FirstId ??= person.Id;
        import.LastId = person.Id;
        _people.Add(person);
        _identities.Add((person.Id, row));
        if (person.AgencyId is { } agency) Join(person.Id, agency);
        foreach (var skill in row.Skills.Distinct(StringComparer.Ordinal)) Skill(person.Id, skill);
        foreach (var limit in row.Limits.DistinctBy(l => l.Kind)) Limit(person.Id, limit);
    }

    public void Review(ReviewKind kind, Guid person, string text, IReadOnlyList<ReviewCandidate> candidates)
    {
        Reviews[kind] = Reviews.GetValueOrDefault(kind) + 1;
        _reviews.Add(new PersonReview
        {
            Id = _ids.Next(), Kind = kind, PersonId = person, Text = text, Candidates = JsonSerializer.Serialize(candidates, Desk.Json), CreatedAt = work.Now,
        });
    }

    public void Refuse(FileRow row, IReadOnlyList<Broken> why)
    {
        var shown = Shown(row, why);
        _refusals.Add(new PeopleImportRefusal
        {
            ImportId = import.Id, Sheet = row.Sheet, Row = row.Row, Cell = shown.Cell, Code = shown.Code, Zh = shown.MessageZh, En = shown.Message,
            SealedCells = _rows.Seal(_secret, import.Id, PeopleImportRefusal.Field(row.Row), JsonSerializer.Serialize(row.Cells(), Desk.Json)),
        });
    }

    /// <summary>A row has one refusal, however many rules it breaks: the first one's cell and code, everybody's sentence.</summary>
    public static ImportRefusal Shown(FileRow row, IReadOnlyList<Broken> why) => new(row.Sheet, row.Row, why[0].Field ?? "", why[0].Code,
        string.Join(' ', why.Select(b => b.En)), string.Join('；', why.Select(b => b.Zh.TrimEnd('。'))));

    public void Changed(PersonContent content) => _changed.Add(content);

    /// <summary>What is stored of these people, with everything an import may change.</summary>
    public async Task<Dictionary<Guid, PersonContent>> Contents(IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        var sql = work.Sql;
        var some = sql.Pick("in (select unhex(value) from json_each(@ids))", "= any(@ids)");
        (string, object?) value = ("@ids", sql.Engine == Engine.Sqlite ? JsonSerializer.Serialize(ids.Select(i => i.ToString("n"))) : ids.ToArray());
        var found = new Dictionary<Guid, PersonContent>(ids.Count);
        await foreach (var content in sql.Rows($"""
            select p.id, p.name, p.agency_id, p.origin, p.sex, p.birth_year, p.political_status, p.job_title, p.grade, p.grade_name, p.home_area_id, p.home_text,
              p.team, p.note, p.ended_at, p.version, i.id_hash, i.phone_hash, i.data_key, i.sealed_id_number, i.sealed_phone
            from person p left join person_identity i on i.person_id = p.id where p.id {some}
            """, Read, stop, value)) found[content.Id] = content;
        await foreach (var (id, skill) in sql.Rows($"select person_id, skill from person_skill where person_id {some}", row => (row.Guid(0), row.Text(1)), stop, value))
            found[id].Skills.Add(skill);
        await foreach (var (id, kind) in sql.Rows($"select person_id, kind from person_limit where person_id {some}", row => (row.Guid(0), row.Enum<LimitKind>(1)), stop, value))
            found[id].Limits.Add(kind);
        return found;
    }

    /// <summary>Somebody stored in this batch, as if read back.</summary>
    public static PersonContent Content(Person person, PersonInFile row)
    {
        var content = new PersonContent
        {
            Id = person.Id, Name = person.Name, AgencyId = person.AgencyId, Origin = person.Origin, Sex = person.Sex, BirthYear = person.BirthYear,
            PoliticalStatus = person.PoliticalStatus, JobTitle = person.JobTitle, Grade = person.Grade, GradeName = person.GradeName, HomeAreaId = person.HomeAreaId,
            HomeText = person.HomeText, Team = person.Team, Note = person.Note, IdNumber = row.IdNumber, IdHash = row.IdHash, Phone = row.Phone, PhoneHash = row.PhoneHash,
        };
        content.Skills.UnionWith(row.Skills);
        content.Limits.UnionWith(row.Limits.Select(l => l.Kind));
        return content;
    }

    /// <summary>Everybody new of a batch, so that later rows of it find them.</summary>
    public async Task WriteNew(CancellationToken stop)
    {
        // Sealed beside the writing of the people, which takes longer.
        var rows = _identities.ToArray();
        _identities.Clear();
        var identities = rows.Length == 0 ? null : Task.Run(() => rows.Select(r => _sealer.Make(r.Person, r.Row.IdNumber, r.Row.IdHash, r.Row.Phone, r.Row.PhoneHash)).ToList(), stop);
        await Insert(_agencies, stop);
        await Insert(_people, stop);
        if (identities is not null) await Insert(await identities, stop);
        await Insert(_memberships, stop);
        await Insert(_skills, stop);
        await Insert(_limits, stop);
    }

    public async Task WriteRest(CancellationToken stop)
    {
        await WriteNew(stop);
        await Update(stop);
        await WriteNew(stop);
        await Insert(_reviews, stop);
        await Insert(_refusals, stop);
    }

    /// <param name="mapping">What was taken for what, now that every sheet was met.</param>
    public async Task End(string mapping, CancellationToken stop)
    {
        await _indexes.End(stop);
        await work.Sql.Run("""
            update people_import set mapping = @mapping, rows = @rows, stored = @stored, updated = @updated, unchanged = @unchanged, refused = @refused, odd = @odd, first_id = @first, last_id = @last
            where id = @id
            """, stop, ("@mapping", mapping), ("@rows", import.Rows), ("@stored", import.Stored), ("@updated", import.Updated), ("@unchanged", import.Unchanged),
            ("@refused", import.Refused), ("@odd", import.Odd), ("@first", import.FirstId), ("@last", import.LastId), ("@id", import.Id));
    }

    private async Task Update(CancellationToken stop)
    {
        if (_changed.Count == 0) return;
        var changed = _changed.ToList();
        _changed.Clear();
        await ImportUpdates.People(work, changed, stop);
        await ImportUpdates.Identities(work, changed.FindAll(c => c.IdentityChanged), stop);
        var moved = changed.FindAll(c => c.AgencyChanged);
        await ImportUpdates.Leave(work, moved, stop);
        foreach (var content in moved)
            if (content.AgencyId is { } agency) Join(content.Id, agency);
        foreach (var content in changed)
        {
            foreach (var skill in content.NewSkills) Skill(content.Id, skill);
            foreach (var limit in content.NewLimits) Limit(content.Id, limit);
        }
    }

    private void Join(Guid person, Guid agency) =>
        _memberships.Add(new AgencyMembership { Id = _ids.Next(), PersonId = person, AgencyId = agency, StartsAt = work.Now });

    private void Skill(Guid person, string skill) => _skills.Add(new PersonSkill { PersonId = person, Skill = skill, Source = import.FileName });

    private void Limit(Guid person, LimitInFile limit) =>
        _limits.Add(new PersonLimit { Id = _ids.Next(), PersonId = person, Kind = limit.Kind, Note = limit.Text });

    private async Task Insert<T>(List<T> records, CancellationToken stop) where T : class
    {
        if (records.Count == 0) return;
        await work.Store.Insert(records, stop);
        records.Clear();
    }

    private PersonContent Read(Row row)
    {
        var content = ReadPlain(row);
        (content.IdNumber, content.Phone) = _sealer.Read(row, content.Id, 18);
        return content;
    }

    private static PersonContent ReadPlain(Row row) => new()
    {
        Id = row.Guid(0), Name = row.Text(1), AgencyId = row.GuidOrNull(2), Origin = row.Enum<Origin>(3), Sex = row.IsNull(4) ? null : row.Enum<Sex>(4),
        BirthYear = row.IntOrNull(5), PoliticalStatus = row.TextOrNull(6), JobTitle = row.TextOrNull(7), Grade = row.IntOrNull(8), GradeName = row.TextOrNull(9), HomeAreaId = row.GuidOrNull(10),
        HomeText = row.TextOrNull(11), Team = row.TextOrNull(12), Note = row.TextOrNull(13), EndedAt = row.InstantOrNull(14), Version = row.Int(15),
        IdHash = row.BytesOrNull(16), PhoneHash = row.BytesOrNull(17), DataKey = row.BytesOrNull(18),
    };
}
