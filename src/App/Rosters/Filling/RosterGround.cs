using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Resting;
using Muster.Territory;

namespace Muster.Rosters.Filling;

/// <summary>A time band at its post, as a roster sees it.</summary>
/// <param name="Ended">It stands for turns made from it only.</param>
public sealed record PostBand(Guid Id, Guid PostId, Guid AreaId, string Post, string Kind, Band Band, bool Ended = false)
{
    public bool IsNight => RestRules.IsNight(Band.From, Band.Minutes);

    public Turn On(DateOnly day, Guid id = default) => new(id, day, WorkDays.At(day, Band.From), WorkDays.At(day, Band.From + Band.Minutes));
}

/// <summary>Somebody whom the roster may give turns.</summary>
/// <param name="PostId">Where the person was placed; null: in the community itself.</param>
/// <param name="From">First and last day there.</param>
/// <param name="MayLead">Holds a seat, or is of the more senior half.</param>
/// <param name="Served">Was in a place before, or is of the place's own staff.</param>
/// <param name="Leave">Days of leave that was granted, and relief days.</param>
/// <param name="Elsewhere">Turns in other rosters, a week around this one.</param>
/// <param name="PastMinutes">Carried in the four weeks before, from the load ledger.</param>
public sealed record AvailablePerson(Guid Id, string Name, Guid? PostId, DateOnly From, DateOnly To, int Grade, bool MayLead, bool Served, bool NoNights, IReadOnlySet<string> Skills,
    IReadOnlySet<DateOnly> Leave, IReadOnlyList<Turn> Elsewhere, int PastMinutes)
{
    /// <summary>Nights and points of hardship in the four weeks before, from the load ledger.</summary>
    public int PastNights { get; init; }
    public int PastPoints { get; init; }

    /// <summary>The caps of rest that hold for this person.</summary>
    public RestGuard Guard { get; init; } = RestGuard.Usual;
    /// <summary>Days on which turns are liked or not.</summary>
    public IReadOnlyList<Wishes.DayWish> Wishes { get; init; } = [];

    /// <summary>Missed turns that no later turn is named for yet.</summary>
    public int Owed { get; init; }

    /// <summary>Days of a rotation that are another's week.</summary>
    public IReadOnlySet<DateOnly> OffWeeks { get; init; } = new HashSet<DateOnly>();

    public bool IsThere(DateOnly day) => day >= From && day <= To && !Leave.Contains(day);

    /// <summary>There, and no other's week.</summary>
    public bool IsFree(DateOnly day) => IsThere(day) && !OffWeeks.Contains(day);
}

/// <summary>What a roster is made of: which posts need people when, and who is there. Read in one go; everything else is reckoned from it.</summary>
public sealed class RosterGround
{
    public required Roster Roster { get; init; }
    public required string AreaName { get; init; }
    public required IReadOnlyList<PostBand> Bands { get; init; }
    public required IReadOnlyDictionary<DateOnly, bool> Holidays { get; init; }
    public required IReadOnlyList<AvailablePerson> People { get; init; }

    /// <summary>The caps of rest of the place; a person's own are in <see cref="AvailablePerson.Guard"/>.</summary>
    public RestCaps Caps { get; init; } = RestCaps.Usual;

    /// <summary>The roster's own turns, open ones too.</summary>
    public required IReadOnlyList<Shift> Shifts { get; init; }

    public IEnumerable<DateOnly> Days => Enumerable.Range(0, Roster.Days).Select(Roster.StartsOn.AddDays);

    public bool IsOn(PostBand band, DateOnly day) => !band.Ended && WorkDays.Has(band.Band.Days, day, Holidays.TryGetValue(day, out var off) ? off : null);

    internal Shift Turn(PostBand band, DateOnly day, Guid? person, string reason)
    {
        var turn = band.On(day);
        return new Shift
        {
            Id = Guid.CreateVersion7(), RosterId = Roster.Id, EmergencyId = Roster.EmergencyId, PostId = band.PostId, PostTimeId = band.Id, AreaId = band.AreaId, PersonId = person,
            Day = day, StartsAt = turn.StartsAt, EndsAt = turn.EndsAt, State = ShiftState.Draft, Reason = reason, Version = 1,
        };
    }

    /// <summary>One band standing for each turn that nobody has, to begin with.</summary>
    internal IEnumerable<Shift> OpenTurns() =>
        from band in Bands from day in Days where IsOn(band, day) from turn in Enumerable.Range(0, band.Band.Needed ?? 1) select Turn(band, day, null, "");

    /// <param name="now">What is over by then counts as it was checked in; null: all counts as published.</param>
    public static async Task<RosterGround> Read(Store store, Roster roster, CancellationToken stop, DateTimeOffset? now = null)
    {
        var area = await store.Set<Area>().AsNoTracking().SingleAsync(a => a.Id == roster.AreaId, stop);
        var last = roster.EndsOn.AddDays(-1);
        var caps = await RestReading.CapsAt(store.Sql, roster.EmergencyId, area.Path, stop);
        return new RosterGround
        {
            Roster = roster, AreaName = area.Name, Bands = await ReadBands(store.Sql, area.Path, roster.Id, stop), Caps = caps, People = await new ReadPeople(store.Sql, roster, area.Path, caps, now ?? DateTimeOffset.UnixEpoch).Read(stop),
            Holidays = await store.Set<Holiday>().AsNoTracking().Where(h => h.Day >= roster.StartsOn && h.Day <= last).ToDictionaryAsync(h => h.Day, h => h.IsOff, stop),
            Shifts = await store.Set<Shift>().AsNoTracking().Where(s => s.RosterId == roster.Id && s.State != ShiftState.Ended).OrderBy(s => s.StartsAt).ThenBy(s => s.PostId).ThenBy(s => s.Id).ToListAsync(stop),
        };
    }

    private static Task<List<PostBand>> ReadBands(Sql sql, string path, Guid roster, CancellationToken stop) => sql.List($"""
        select t.id, p.id, p.area_id, p.name, p.kind, t.name, t.from_minute, t.minutes, t.days, t.needed, t.target, t.leader, t.skill, case when t.ended_at is null and p.valid_to is null then 0 else 1 end
        from area a join post p on p.area_id = a.id join post_time t on t.post_id = p.id
        where {Territory.Contract.Areas.Within} and a.valid_to is null and ((p.valid_to is null and t.ended_at is null) or t.id in (select s.post_time_id from shift s where s.roster_id = @r)) order by a.path, p.number, p.id, t.from_minute, t.id
        """, row => new PostBand(row.Guid(0), row.Guid(1), row.Guid(2), row.Text(3), row.Text(4),
            new Band(row.Text(5), row.Int(6), row.Int(7), row.Int(8), row.Int(9), row.Int(10), row.Bool(11), row.TextOrNull(12)), row.Int(13) == 1), stop, [.. Territory.Contract.Areas.Subtree(path), ("@r", roster)]);
}
