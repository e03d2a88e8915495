using Muster.Platform.Storage;
using Muster.Emergencies.Contract;
using Muster.Mobilisation.Contract;
using Muster.Placements.Cards;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>
/// Nobody leaves the mustered set with a placement in force: taking them out is refused until it is ended. Whoever leaves leaves the reserve
/// list too. When an emergency closes, its placements end with it, so that nobody stays bound to a place of a closed emergency.
/// </summary>
internal sealed class FollowMustered : IListen<PeopleUnmustered>, IListen<EmergencyClosed>
{
    private const int Examples = 5;

    private const string InForce = "p.emergency_id = @e and (p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at))";

    public async Task When(PeopleUnmustered happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        await PlacementLock.Take(sql, happened.EmergencyId, stop);
        (string, object?)[] values = [("@e", happened.EmergencyId), ("@now", work.Now), ("@people", IdSet.Of(sql, happened.PersonIds))];
        var placed = await sql.Number($"select count(distinct p.person_id) from placement p where {InForce} and {IdSet.In(sql, "p.person_id", "@people")}", stop, values);
        if (placed > 0)
        {
            var names = await sql.List($"select w.name from person w where w.id in (select p.person_id from placement p where {InForce} and {IdSet.In(sql, "p.person_id", "@people")}) order by w.name, w.id limit {Examples}",
                row => row.Text(0), stop, values);
            throw new Refused("person-placed",
                $"所选人员中有 {placed} 人现有安排（{string.Join('、', names)}{(placed > names.Count ? " …" : "")}），全部未移出。请先终止安排（召回），或由他人接替，再移出。",
                $"{placed} of the people chosen have a placement in force ({string.Join(", ", names)}{(placed > names.Count ? " …" : "")}); nobody was taken out. End (recall) their placements or replace them first, then take them out.",
                "Filter");
        }
        await sql.Run($"delete from reserve where emergency_id = @e and {IdSet.In(sql, "person_id", "@people")}", stop, values);
    }

    public async Task When(EmergencyClosed happened, Work work, CancellationToken stop)
    {
        var ended = await work.Sql.Run("""
            update placement set ends_at = case when starts_at > @at then starts_at else @at end, end_reason = @reason
            where emergency_id = @e and (ends_at is null or (ends_at > @at and ends_at > starts_at))
            """, stop, ("@e", happened.EmergencyId), ("@at", happened.At), ("@reason", happened.Reason));
        if (ended > 0) await Counts.StandingCounts.All(work.Sql, happened.EmergencyId, stop);
        work.Note("placementsEnded", ended);
    }
}
