using Microsoft.EntityFrameworkCore;
using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Swapping;

/// <summary>One of one's own turns to come.</summary>
/// <param name="Swap">The swap of it that is open.</param>
/// <param name="TooLate">It is too near to be swapped.</param>
public sealed record OwnTurn(Guid Id, Guid RosterId, Guid EmergencyId, string Area, string Post, string Band, DateTimeOffset StartsAt, DateTimeOffset EndsAt, Guid? Swap, bool TooLate);

/// <summary>A swap that one could say yes to, with the own turns that could be given for it.</summary>
public sealed record AskedOfOne(SwapLine Swap, IReadOnlyList<OwnTurn> Back);

/// <summary>What somebody sees of swaps on the phone; <paramref name="Name"/> is null for an account of nobody.</summary>
public sealed record SwapDay(string? Name, IReadOnlyList<OwnTurn> Turns, IReadOnlyList<AskedOfOne> Asked, IReadOnlyList<SwapLine> Own);

/// <summary>A colleague who could have a turn, and the turns of the colleague that could be had for it.</summary>
public sealed record SwapPartner(Guid Id, string Name, bool Fits, IReadOnlyList<(Guid Id, string Post, string Band, DateTimeOffset StartsAt)> Turns);

/// <summary>
/// A person's own swaps. As with the own day (<see cref="Field.FieldQueries"/>) nothing is narrowed by roles: it is the one person that the account
/// is of, colleagues of the same roster by name, and their published turns.
/// </summary>
public sealed class OwnSwaps(Stores stores, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(30), Kept = TimeSpan.FromDays(14);

    public async Task<SwapDay> Day(Guid? account, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        if (await Person(store.Sql, account, stop) is not { } own) return new SwapDay(null, [], [], []);
        var now = clock.GetUtcNow();
        var turns = await Turns(store.Sql, own.Id, now, stop);
        var mine = await store.Sql.List($"{SwapQueries.Select} where (w.from_person_id = @p or w.taken_by_id = @p) and w.asked_at > @from order by w.asked_at desc limit 20", SwapQueries.Read, stop, ("@p", own.Id), ("@from", now - Kept));
        return new SwapDay(own.Name, turns, await Asked(store, own.Id, turns, now, stop), mine);
    }

    /// <summary>How many swaps ask one by name.</summary>
    public static Task<long> Waiting(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop) =>
        sql.Number("select count(*) from swap w join shift s on s.id = w.shift_id where w.to_person_id = @p and w.state = 'Asked' and s.starts_at > @now", stop, ("@p", person), ("@now", now));

    /// <summary>With whom one of the own turns could be swapped; null where it is not the own.</summary>
    public async Task<(OwnTurn Turn, IReadOnlyList<SwapPartner> Partners)?> Partners(Guid? account, Guid shift, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        if (await Person(store.Sql, account, stop) is not { } own) return null;
        var now = clock.GetUtcNow();
        if ((await Turns(store.Sql, own.Id, now, stop)).Find(t => t.Id == shift) is not { } turn) return null;
        var ground = await Ground(store, turn.RosterId, stop);
        var (given, bands) = (ground.Shifts.Single(s => s.Id == shift), ground.Bands.ToDictionary(b => b.Id));
        var theirs = ground.Shifts.Where(s => s.PersonId is not null && s.State == ShiftState.Published && s.StartsAt > now).ToLookup(s => s.PersonId!.Value);
        return (turn, [.. ground.People.Where(p => p.Id != own.Id).Select(p => new SwapPartner(p.Id, p.Name, !SwapRules.ForGetting(ground, given, p.Id, null).Any(),
            [.. theirs[p.Id].Where(s => !SwapRules.ForGetting(ground, given, p.Id, s.Id).Any() && !SwapRules.ForGetting(ground, s, own.Id, shift).Any()).Select(s => (s.Id, bands[s.PostTimeId].Post, bands[s.PostTimeId].Band.Name, s.StartsAt))]))
            .Where(p => p.Fits || p.Turns.Count > 0).OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id)]);
    }

    private static async Task<IReadOnlyList<AskedOfOne>> Asked(Store store, Guid own, List<OwnTurn> turns, DateTimeOffset now, CancellationToken stop)
    {
        // Open to anybody: of the rosters one has turns in. Whoever is asked by name sees it wherever it is.
        var swaps = await store.Set<Swap>().AsNoTracking().Where(w => w.State == SwapState.Asked && w.FromPersonId != own && (w.ToPersonId == own || w.ToPersonId == null)
            && store.Set<Shift>().Any(s => s.Id == w.ShiftId && s.StartsAt > now && (w.ToPersonId == own || store.Set<Shift>().Any(o => o.RosterId == s.RosterId && o.PersonId == own)))).OrderBy(w => w.AskedAt).Take(50).ToListAsync(stop);
        var (asked, grounds) = (new List<AskedOfOne>(), new Dictionary<Guid, RosterGround>());
        foreach (var swap in swaps)
        {
            var line = (await store.Sql.First($"{SwapQueries.Select} where w.id = @w", SwapQueries.Read, stop, ("@w", swap.Id)))!;
            if (!grounds.TryGetValue(line.RosterId, out var ground)) grounds[line.RosterId] = ground = await Ground(store, line.RosterId, stop);
            if (ground.Shifts.FirstOrDefault(s => s.Id == swap.ShiftId && s.PersonId == swap.FromPersonId) is not { } shift) continue;
            var back = !swap.Exchange || swap.BackShiftId is not null ? [] : turns.Where(t => t is { Swap: null, TooLate: false } && t.RosterId == line.RosterId
                && !SwapRules.ForGetting(ground, shift, own, t.Id).Any() && !SwapRules.ForGetting(ground, ground.Shifts.Single(s => s.Id == t.Id), swap.FromPersonId, shift.Id).Any()).ToList();
            var fits = swap.Exchange ? back.Count > 0 || swap.BackShiftId is not null : !SwapRules.ForGetting(ground, shift, own, null).Any();
            if (swap.ToPersonId == own || fits) asked.Add(new AskedOfOne(line, back));
        }
        return asked;
    }

    internal static Task<Owner?> Person(Sql sql, Guid? account, CancellationToken stop) =>
        sql.First("select p.id, p.name from account a join person p on p.id = a.person_id where a.id = @a and p.ended_at is null", row => new Owner(row.Guid(0), row.Text(1)), stop, ("@a", account));

    internal sealed record Owner(Guid Id, string Name);

    private static Task<List<OwnTurn>> Turns(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop) => sql.List($"""
        select s.id, s.roster_id, s.emergency_id, a.name, p.name, t.name, s.starts_at, s.ends_at, (select w.id from swap w where w.shift_id = s.id and w.state in ('Asked', 'Accepted')), coalesce(m.lead_minutes, {SwapTerms.Usual(default).LeadMinutes})
        from shift s join emergency e on e.id = s.emergency_id join area a on a.id = s.area_id join post p on p.id = s.post_id join post_time t on t.id = s.post_time_id left join swap_terms m on m.emergency_id = s.emergency_id
        where s.person_id = @p and s.state = 'Published' and e.closed_at is null and s.starts_at > @now and s.starts_at < @to order by s.starts_at limit 60
        """, row => new OwnTurn(row.Guid(0), row.Guid(1), row.Guid(2), row.Text(3), row.Text(4), row.Text(5), row.Instant(6), row.Instant(7), row.GuidOrNull(8), row.Instant(6) - now < TimeSpan.FromMinutes(row.Int(9))),
        stop, ("@p", person), ("@now", now), ("@to", now + Ahead));

    private static async Task<RosterGround> Ground(Store store, Guid roster, CancellationToken stop) => await RosterGround.Read(store, await store.Set<Roster>().AsNoTracking().SingleAsync(r => r.Id == roster, stop), stop);
}
