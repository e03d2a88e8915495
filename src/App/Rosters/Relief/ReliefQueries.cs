using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;
using Muster.Rosters.Load;
using Muster.Rosters.Patterns;
using Muster.Territory.Contract;

namespace Muster.Rosters.Relief;

/// <summary>A day off that somebody of the local staff should have, and who could stand in, the best first.</summary>
/// <param name="HasTurn">The person has a turn that day, which the stand-in takes; otherwise one is made in <paramref name="Band"/>.</param>
public sealed record ReliefProposal(Guid EmergencyId, Guid PersonId, string Person, int RunDays, DateOnly Day, Guid RosterId, PostBand Band, bool HasTurn, IReadOnlyList<CoverSuggestion> StandIns);

/// <summary>Somebody without a day off for whom no stand-in can be proposed: no roster is published for the coming days.</summary>
public sealed record ReliefDue(Guid PersonId, string Person, int RunDays);

/// <summary>What an area's local staff are due.</summary>
public sealed record ReliefView(int LocalStaff, IReadOnlyList<ReliefProposal> Proposals, IReadOnlyList<ReliefDue> WithoutRoster);

/// <summary>A relief day that was given.</summary>
public sealed record ReliefLine(Guid Id, Guid PersonId, string Person, Guid StandInId, string StandIn, DateOnly Day, Guid RosterId, Guid ShiftId, string Post, int RunDays, string GivenBy);

/// <summary>Reads of relief days.</summary>
public sealed class ReliefQueries(Stores stores, RosterQueries rosters, TimeProvider clock)
{
    private const int StandInsEach = 3;

    /// <param name="run">Days without one off from which a day is due.</param>
    public async Task<ReliefView> Of(Guid area, int run, CancellationToken stop)
    {
        var today = WorkDays.Of(clock.GetUtcNow());
        var (staff, worked, given, mustered) = await Read(area, today, stop);
        var due = staff.Select(s => (Staff: s, Run: ReliefRules.Run(worked[s.Person].ToHashSet(), today)))
            .Where(s => s.Run >= run && !given[s.Staff.Person].Any(d => d >= today && d <= today.AddDays(ReliefRules.AheadDays))).OrderByDescending(s => s.Run).ThenBy(s => s.Staff.Person).ToList();
        var (proposals, without, grounds) = (new List<ReliefProposal>(), new List<ReliefDue>(), new Dictionary<Guid, RosterGround>());
        // Two who rest on one day need two to stand in.
        var taken = new HashSet<(Guid, DateOnly)>();
        foreach (var (s, days) in due)
        {
            var day = ReliefRules.Next(worked[s.Person].ToHashSet(), today) ?? today.AddDays(1);
            if (await Roster(s.Emergency, s.Area, day, stop) is not { } roster) without.Add(new ReliefDue(s.Person, s.Name, days));
            else
            {
                var ground = grounds.TryGetValue(roster, out var known) ? known : grounds[roster] = (await rosters.Ground(roster, stop))!;
                var turn = ground.Shifts.FirstOrDefault(t => t.PersonId == s.Person && t.Day == day);
                var band = turn is not null ? ground.Bands.FirstOrDefault(b => b.Id == turn.PostTimeId)
                    : ground.Bands.Where(b => ground.IsOn(b, day)).OrderBy(b => b.IsNight).ThenBy(b => b.PostId == s.Post ? 0 : 1).ThenBy(b => b.Band.From).FirstOrDefault();
                if (band is null) { without.Add(new ReliefDue(s.Person, s.Name, days)); continue; }
                var standIns = CoverSuggestions.For(ground, band, day, s.Person).Where(c => c.Refusal is null && mustered.Contains((s.Emergency, c.Person.Id)) && !taken.Contains((c.Person.Id, day))).Take(StandInsEach).ToList();
                if (standIns is [var first, ..]) taken.Add((first.Person.Id, day));
                proposals.Add(new ReliefProposal(s.Emergency, s.Person, s.Name, days, day, roster, band, turn is not null, standIns));
            }
        }
        return new ReliefView(staff.Count, proposals, without);
    }

    /// <summary>Days that were given at or below an area, the latest first; searched by name.</summary>
    public async Task<TablePage<ReliefLine>> Given(Guid area, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var path = await store.Sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", area)) ?? "~";
        (string, object?)[] values = [.. Areas.Subtree(path), ("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%")];
        const string from = "from relief_day r join area a on a.id = r.area_id join person x on x.id = r.person_id join person y on y.id = r.stand_in_id join shift s on s.id = r.shift_id join post p on p.id = s.post_id where " + Areas.Within + " and (x.name like @words or y.name like @words)";
        var keyset = new Keyset(ask, "r.id", ("-day", "r.day"));
        var rows = await store.Sql.List($"select r.id, r.person_id, x.name, r.stand_in_id, y.name, r.day, s.roster_id, s.id, p.name, r.run_days, r.given_by {from} {keyset.Sql}",
            row => new ReliefLine(row.Guid(0), row.Guid(1), row.Text(2), row.Guid(3), row.Text(4), row.Day(5), row.Guid(6), row.Guid(7), row.Text(8), row.Int(9), row.Text(10)), stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.Day, r => r.Id, await store.Sql.Number($"select count(*) {from}", stop, values));
    }

    private async Task<(List<(Guid Person, string Name, Guid Emergency, Guid Area, Guid? Post)> Staff, ILookup<Guid, DateOnly> Worked, ILookup<Guid, DateOnly> Given, HashSet<(Guid, Guid)> Mustered)> Read(Guid area, DateOnly today, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var sql = store.Sql;
        var path = await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", area)) ?? "~";
        var now = clock.GetUtcNow();
        const string local = "from area a join placement p on p.area_id = a.id join person x on x.id = p.person_id join emergency e on e.id = p.emergency_id where " + Areas.Within
            + " and x.origin = 'LocalStaff' and x.ended_at is null and e.closed_at is null and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at)";
        (string, object?)[] values = [.. Areas.Subtree(path), ("@at", now), ("@today", today), .. LedgerSql.Values(LoadAsk.DaysMost, now)];
        var staff = (await sql.List($"select x.id, x.name, p.emergency_id, p.area_id, p.post_id {local} order by x.id", row => (row.Guid(0), row.Text(1), row.Guid(2), row.Guid(3), row.GuidOrNull(4)), stop, values)).DistinctBy(s => s.Item1).ToList();
        if (staff.Count == 0) return (staff, Enumerable.Empty<DateOnly>().ToLookup(_ => Guid.Empty), Enumerable.Empty<DateOnly>().ToLookup(_ => Guid.Empty), []);
        var worked = await sql.List($"select distinct l.person_id, l.day from {LedgerSql.Turns(sql, $"s.person_id in (select x.id {local})")} l where l.minutes > 0", row => (Person: row.Guid(0), Day: row.Day(1)), stop, values);
        var given = await sql.List($"select r.person_id, r.day from relief_day r where r.day >= @today and r.person_id in (select x.id {local})", row => (Person: row.Guid(0), Day: row.Day(1)), stop, values);
        var mustered = await sql.List($"select m.emergency_id, m.person_id from mustered m where m.person_id in (select p.person_id from area a join placement p on p.area_id = a.id where {Areas.Within})", row => (row.Guid(0), row.Guid(1)), stop, values);
        return (staff, worked.ToLookup(w => w.Person, w => w.Day), given.ToLookup(g => g.Person, g => g.Day), [.. mustered]);
    }

    /// <summary>The published roster that has this area on this day.</summary>
    private async Task<Guid?> Roster(Guid emergency, Guid area, DateOnly day, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var found = await store.Sql.List("""
            select r.id, r.starts_on, r.days from roster r join area up on up.id = r.area_id join area a on a.path >= up.path and a.path < up.path || '~'
            where a.id = @a and r.emergency_id = @e and r.state = 'Published' and r.starts_on <= @day order by r.starts_on desc limit 5
            """, row => (Id: row.Guid(0), EndsOn: row.Day(1).AddDays(row.Int(2))), stop, ("@a", area), ("@e", emergency), ("@day", day));
        return found.Where(r => r.EndsOn > day).Select(r => (Guid?)r.Id).FirstOrDefault();
    }
}
