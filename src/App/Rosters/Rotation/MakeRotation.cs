using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Load;
using Muster.Rosters.Patterns;
using Muster.Territory;

namespace Muster.Rosters.Rotation;

/// <summary>
/// Gives each person, or each agency, that was sent to an area one week of duty in turn, those who carried least lately first. Local staff are not in it:
/// they are there every week.
/// </summary>
/// <param name="StartsOn">First day of the first week.</param>
/// <param name="Weeks">Most weeks that everybody is spread over: a year, unless said otherwise; never more than there are to take turns.</param>
public sealed record MakeRotation(Guid EmergencyId, Guid AreaId, DateOnly StartsOn, RotationBy TakenBy = RotationBy.Person, int Weeks = RotationRules.YearWeeks, string? Name = null) : Act<Guid>
{
    public static readonly NoticeKind Told = new("rotation-week", "rotation.notice");

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.OpenAlone(EmergencyId, stop);
        var ground = (await work.Sql.GroundOf(EmergencyId, stop))!;
        var area = await work.Store.FindAsync<Area>([AreaId], stop);
        if (area is null || !area.Path.StartsWith(ground.Path, StringComparison.Ordinal)) throw new Refused("area-outside", "这个属地不在这次行动里。", "This area is not in the emergency.", "AreaId");
        var members = await Members(work, area.Path, stop);
        Refused.Where(RotationRules.ForNew(members.Count, Weeks, Name, StartsOn, WorkDays.Of(work.Now)).Concat(await Taken(work, area.Path, stop)));
        var weeks = Math.Min(Weeks, members.Count);
        var rotation = new DutyRotation
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, AreaId = AreaId, Name = string.IsNullOrWhiteSpace(Name) ? $"{area.Name}轮换" : Name.Trim(), TakenBy = TakenBy, StartsOn = StartsOn, Weeks = weeks,
            MadeAt = work.Now, MadeBy = work.Actor.Name,
        };
        work.Store.Add(rotation);
        await work.Store.SaveChangesAsync(stop);
        var turns = members.Select((id, i) => new RotationWeek
        {
            Id = Guid.CreateVersion7(), RotationId = rotation.Id, Week = RotationRules.WeekOf(i, members.Count, weeks), PersonId = TakenBy == RotationBy.Person ? id : null, AgencyId = TakenBy == RotationBy.Agency ? id : null, Version = 1,
        }).ToList();
        await work.Store.Insert(turns, stop);
        foreach (var turn in turns.Where(t => t.PersonId is not null)) Tell(work, rotation, turn);
        work.About("duty_rotation", rotation.Id);
        work.Note("members", members.Count);
        work.Note("weeks", weeks);
        return rotation.Id;
    }

    internal static void Tell(Work work, DutyRotation rotation, RotationWeek turn)
    {
        var (from, to) = (rotation.StartsOn.AddDays(turn.Week * 7), rotation.StartsOn.AddDays((turn.Week * 7) + 6));
        work.Tell(Addressee.Person(turn.PersonId!.Value), Told, $"您的轮换周：{from:M月d日} 至 {to:M月d日}（{rotation.Name}）。", $"Your week of duty: {from:d MMM} to {to:d MMM} ({rotation.Name}).", $"/rotations/{rotation.Id}");
    }

    private async Task<List<Guid>> Members(Work work, string path, CancellationToken stop)
    {
        const string placed = "select p.person_id from area a join placement p on p.area_id = a.id join person x on x.id = p.person_id where " + Territory.Contract.Areas.Within
            + " and p.emergency_id = @e and x.origin <> 'LocalStaff' and x.ended_at is null and (p.ends_at is null or p.ends_at > @starts)";
        (string, object?)[] values = [.. Territory.Contract.Areas.Subtree(path), ("@e", EmergencyId), ("@starts", WorkDays.At(StartsOn, 0)), .. LedgerSql.Values(LoadAsk.DaysMost, work.Now)];
        var member = TakenBy == RotationBy.Person ? "x.id" : "x.agency_id";
        return await work.Sql.List($"""
            select {member} from person x left join {LedgerSql.Sums(work.Sql, $"s.person_id in ({placed})")} l on l.person_id = x.id
            where x.id in ({placed}) and {member} is not null group by {member} order by avg(coalesce(l.served, 0) + coalesce(l.ahead, 0)), {member}
            """, row => row.Guid(0), stop, values);
    }

    /// <summary>Another rotation on some of these weeks, here, above or below.</summary>
    private async Task<IEnumerable<Broken>> Taken(Work work, string path, CancellationToken stop)
    {
        var same = await work.Store.Set<DutyRotation>().AsNoTracking().Where(r => r.EmergencyId == EmergencyId && r.EndedAt == null).Join(work.Store.Set<Area>().AsNoTracking(), r => r.AreaId, a => a.Id, (r, a) => new { Rotation = r, a.Path }).ToListAsync(stop);
        return same.Where(s => s.Rotation.StartsOn.AddDays(s.Rotation.Weeks * 7) > StartsOn && s.Rotation.StartsOn < StartsOn.AddDays(Weeks * 7)
                && (s.Path.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(s.Path, StringComparison.Ordinal)))
            .Select(s => new Broken("rotation-taken", $"这些周已有轮换“{s.Rotation.Name}”：先结束它。", $"The rotation “{s.Rotation.Name}” has some of these weeks: end it first.", "StartsOn")).Take(3);
    }
}

/// <summary>What a rotation must be, and who has which week; pure.</summary>
public static class RotationRules
{
    /// <summary>One week a year each.</summary>
    public const int YearWeeks = 52;

    public const int WeeksMax = 53;

    /// <summary>Members in order over the weeks, as even as can be.</summary>
    public static int WeekOf(int index, int members, int weeks) => (int)((long)index * weeks / members);

    public static IEnumerable<Broken> ForNew(int members, int weeks, string? name, DateOnly startsOn, DateOnly today)
    {
        if (members == 0) yield return new Broken("rotation-empty", "这里没有安排可以轮换的人或单位。", "Nobody who could take turns is placed here.", "AreaId");
        if (weeks is < 1 or > WeeksMax) yield return new Broken("rotation-weeks", $"轮换 1–{WeeksMax} 周。", $"A rotation is for 1–{WeeksMax} weeks.", "Weeks");
        if (startsOn < today.AddDays(-6)) yield return new Broken("rotation-past", "第一周不能已经过去。", "The first week cannot be over already.", "StartsOn");
        if (name is { Length: > 60 }) yield return new Broken("rotation-name", "名称不超过 60 个字。", "A name has at most 60 characters.", "Name");
    }

    public static IEnumerable<Broken> ForSwap(RotationWeek? one, RotationWeek? other)
    {
        if (one is null || other is null) yield return new Broken("rotation-week-unknown", "没有这一周。", "There is no such week.", "OtherId");
        else if (one.RotationId != other.RotationId) yield return new Broken("rotation-other", "两周要在同一个轮换里。", "The weeks must be of one rotation.", "OtherId");
        else if (one.Week == other.Week) yield return new Broken("rotation-same-week", "两个是同一周，不用换。", "They have the same week already.", "OtherId");
    }
}
