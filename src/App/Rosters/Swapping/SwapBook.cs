using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Swapping;

/// <summary>What every act on swaps does the same way: holds the swap and its people for itself, checks both sides, moves the turns, tells everybody.</summary>
internal sealed class SwapBook(Work work, CancellationToken stop)
{
    public static readonly NoticeKind Asked = new("swap-asked", "swaps.notice.asked", Loud: true), Settled = new("swap-settled", "swaps.notice.settled"), ToAnswer = new("swap-to-answer", "swaps.notice.to-answer", Loud: true);

    /// <summary>The swap; whoever comes for the same one waits until this act has ended. SQLite has one writer anyway.</summary>
    public async Task<Swap?> Alone(Guid id)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Number("select 1 from swap where id = @id for update", stop, ("@id", id));
        return await work.Store.FindAsync<Swap>([id], stop);
    }

    /// <summary>Nobody else gives these people turns until this act has ended, so that two acts that are each within the rules do not break one together.</summary>
    public async Task Hold(params Guid[] people)
    {
        if (work.Sql.Engine == Engine.Postgres)
            await work.Sql.Run("select pg_advisory_xact_lock(724011, k) from (select distinct hashtext(p::text) as k from unnest(@people) p order by 1) x", stop, ("@people", people));
    }

    public async Task<Shift?> Turn(Guid? id) => id is { } turn ? await work.Store.Set<Shift>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == turn, stop) : null;

    public async Task<SwapTerms> Terms(Guid emergency) => await work.Store.Set<SwapTerms>().AsNoTracking().SingleOrDefaultAsync(t => t.EmergencyId == emergency, stop) ?? SwapTerms.Usual(emergency);

    public async Task<RosterGround> Ground(Guid roster) => await RosterGround.Read(work.Store, await work.Store.Set<Roster>().AsNoTracking().SingleAsync(r => r.Id == roster, stop), stop);

    /// <summary>What is against it on both sides, and whether both are of one post.</summary>
    public async Task<(IReadOnlyList<Broken> Broken, bool SamePost)> Judge(Shift shift, Shift? back, Guid from, Guid to)
    {
        var ground = await Ground(shift.RosterId);
        List<Broken> broken = [.. SwapRules.ForGetting(ground, shift, to, back?.Id)];
        if (back is not null) broken.AddRange(SwapRules.ForGetting(back.RosterId == shift.RosterId ? ground : await Ground(back.RosterId), back, from, shift.Id, "BackShiftId"));
        return (broken, ground.People.FirstOrDefault(p => p.Id == to)?.PostId == shift.PostId && (back is null || back.PostId == shift.PostId));
    }

    /// <summary>Moves the turns: from one to the other, and back where it is an exchange.</summary>
    public async Task Move(Swap swap, Shift shift, Shift? back, Guid from, Guid to, string reason)
    {
        await work.Open(shift.EmergencyId, stop);
        (Shift Turn, Guid From, Guid To)[] moves = back is null ? [(shift, from, to)] : [(shift, from, to), (back, to, from)];
        // First out of both hands: while two turns cross, each would overlap with the other.
        foreach (var (turn, had, _) in moves)
            if (await work.Sql.Run("update shift set person_id = null, version = version + 1 where id = @s and version = @v and person_id = @p and state = 'Published'", stop, ("@s", turn.Id), ("@v", turn.Version), ("@p", had)) == 0)
                throw new Refused("shift-stale", "刚刚有人改了这个班次，请重新看一看。", "Somebody changed this turn just now: look again.");
        foreach (var (turn, had, has) in moves)
        {
            await work.Sql.Run("update shift set person_id = @p, reason = @why where id = @s", stop, ("@s", turn.Id), ("@p", has), ("@why", reason));
            await work.Sql.Run("update roster set cost = null, bound = null, gap = null, version = version + 1 where id = @r", stop, ("@r", turn.RosterId));
            work.Store.Add(new ShiftChange { Id = Guid.CreateVersion7(), RosterId = turn.RosterId, ShiftId = turn.Id, FromPersonId = had, ToPersonId = has, Reason = reason, Actor = work.Actor.Name, At = work.Now });
        }
        // Who listens ends other swaps of these turns, and must not end this one.
        await work.Store.SaveChangesAsync(stop);
        foreach (var (turn, had, has) in moves) work.Raise(new ShiftReassigned(turn.Id, turn.RosterId, had, has));
        work.Note("roster", shift.RosterId);
        work.Note("from", from);
        work.Note("to", to);
    }

    /// <summary>Those whose turns these are, who lead these reliefs, and who answer for the place.</summary>
    public async Task TellDone(Shift shift, Shift? back, Guid from, Guid to, string reason)
    {
        foreach (var (turn, had, has) in back is null ? [(shift, from, to)] : new[] { (shift, from, to), (back, to, from) })
        {
            var (zh, en) = await Said(turn);
            var (gave, got) = (await Name(had), await Name(has));
            work.Tell(Addressee.Person(had), Settled, $"换好了：{zh} 由{got}上岗。{reason}", $"Swapped: {got} has {en}. {reason}", "/field/swaps");
            work.Tell(Addressee.Person(has), Settled, $"换好了：{zh} 由您上岗（原来是{gave}）。{reason}", $"Swapped: you have {en}, in place of {gave}. {reason}", "/field/swaps");
            foreach (var leader in await Leaders(turn, had, has)) work.Tell(Addressee.Person(leader), Settled, $"您带的班有变：{zh} {gave}换成{got}。", $"A relief you lead changed: {en}, {got} in place of {gave}.", "/field");
            foreach (var host in (await Hosts.Of(work, turn.AreaId, stop)).Where(h => h != had && h != has)) work.Tell(Addressee.Person(host), Settled, $"换班：{zh} {gave}换成{got}。{reason}", $"Swapped: {en}, {got} in place of {gave}. {reason}", $"/rosters/{turn.RosterId}");
        }
    }

    public async Task TellHosts(Swap swap, Shift shift, Guid from, Guid to)
    {
        var (zh, en) = await Said(shift);
        var (gave, got) = (await Name(from), await Name(to));
        foreach (var host in await Hosts.Of(work, shift.AreaId, stop)) work.Tell(Addressee.Person(host), ToAnswer, $"换班待您同意：{zh} {gave}换成{got}。", $"A swap waits for you: {en}, {got} in place of {gave}.", $"/swaps/{swap.Id}");
    }

    /// <summary>A turn in a few words, both languages.</summary>
    public async Task<(string Zh, string En)> Said(Shift shift)
    {
        var (post, band) = await work.Sql.First("select p.name, t.name from post p, post_time t where p.id = @p and t.id = @t", row => (row.Text(0), row.Text(1)), stop, ("@p", shift.PostId), ("@t", shift.PostTimeId));
        var at = shift.StartsAt.ToOffset(Patterns.WorkDays.Zone);
        return ($"{at:M月d日 HH:mm} {post} {band}", $"{at:d MMM HH:mm} {post} {band}");
    }

    public async Task<string> Name(Guid person) => await work.Sql.First("select name from person where id = @p", row => row.Text(0), stop, ("@p", person)) ?? "—";

    private Task<List<Guid>> Leaders(Shift turn, Guid had, Guid has) => work.Sql.List(
        "select person_id from shift where post_id = @o and starts_at = @at and state = 'Published' and leads and person_id is not null and person_id <> @had and person_id <> @has",
        row => row.Guid(0), stop, ("@o", turn.PostId), ("@at", turn.StartsAt), ("@had", had), ("@has", has));
}
