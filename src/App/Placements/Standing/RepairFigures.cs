using Muster.Platform.Storage;

namespace Muster.Placements.Standing;

/// <summary>What a repair touches, in numbers.</summary>
/// <param name="Others">People moved besides the lost.</param>
/// <param name="FromReserve">Of these, called from the reserve.</param>
/// <param name="CostChange">Of everybody who moved, metre-equivalents.</param>
public sealed record RepairFigures(long Lost, string Reason, long Others, long FromReserve, long Same, long GapsBefore, long CostChange);

/// <summary>Reads what a repair did, against what it mends.</summary>
public sealed class RepairQueries(Stores stores, ComparePlans compare)
{
    public async Task<bool> IsRepair(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.Number($"select count(*) from plan where id = @p and note = '{RepairPlan.RepairNote}' and based_on_id is not null", stop, ("@p", plan)) > 0;
    }

    public async Task<RepairFigures> Figures(Guid plan, CancellationToken stop)
    {
        var basis = await compare.BasisOf(plan, stop);
        var counts = await compare.Compare(basis, plan, stop, most: 0);
        await using var store = await stores.Open(stop);
        var lost = await store.Sql.First($"select count(*), coalesce(max(reason), '') from plan_reserve where plan_id = @p and code = '{RepairPlan.LostCode}' and person_id in (select x.person_id from placement x join plan p on p.id = @p and p.emergency_id = x.emergency_id where x.starts_at <= p.starts_at and (x.ends_at is null or x.ends_at > p.starts_at) union select y.person_id from plan_placement y join plan p on p.id = @p and p.based_on_id = y.plan_id)",
            row => (row.Long(0), row.Text(1)), stop, ("@p", plan));
        var gaps = basis is null
            ? await store.Sql.Number("select count(*) from gap where emergency_id = (select emergency_id from plan where id = @p)", stop, ("@p", plan))
            : await store.Sql.Number("select count(*) from plan_gap where plan_id = @b", stop, ("@b", basis));
        long change = 0;
        await foreach (var one in compare.All(basis, plan, new Platform.Ui.Tables.TableAsk("/", []), stop)) change += (one.CostAfter ?? 0) - (one.CostBefore ?? 0);
        return new RepairFigures(lost.Item1, lost.Item2, counts.Moved + counts.NowPlaced + Math.Max(0, counts.NowReserve - lost.Item1), counts.NowPlaced, counts.Same, gaps, change);
    }
}
