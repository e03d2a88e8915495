using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Contract;
using Muster.People;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>Whom a loss and a return concern: the lost, those who take over, the rest of the same chain, who commands above, who owns the area, the organisers.</summary>
public static class LossNotices
{
    public static readonly NoticeKind TakenOver = new("taken-over", "notice.taken-over", Loud: true);
    public static readonly NoticeKind PeopleWereLost = new("people-lost", "notice.people-lost");
    public static readonly NoticeKind PeopleCameBack = new("people-returned", "notice.people-returned");

    internal static async Task<int> Lost(Work work, Loss loss, IReadOnlyList<Guid> lost, IReadOnlyList<Takeover> made, CancellationToken stop)
    {
        var (names, seats) = await Words(work, made, lost, stop);
        var titles = seats.ToDictionary(s => s.Key, s => s.Value.Title);
        var page = $"/losses/{loss.Id}";
        foreach (var row in made.Where(t => t.SuccessorId is not null))
        {
            var (title, left) = (titles[row.SeatId], names[row.LeftId]);
            var (role, roleEn) = row.GrantId is null ? ("", "") : ("您的账号已有这里的角色，可以排班、点名、答复。", " Your account has the role there now: make rosters, call the roll, answer.");
            if (row.Way == TakeoverWay.Delegated)
                work.Tell(Addressee.Person(row.SuccessorId!.Value), TakenOver, $"{left}减员，“{title}”无人可接：请您暂代指挥。交接卷已备好。{role}", $"{left} is lost and nobody can take {title}: please command there for now. The dossier is ready.{roleEn}", page + "/dossier");
            else
                work.Tell(Addressee.Person(row.SuccessorId!.Value), TakenOver, $"请您接任“{title}”（{row.Place} 角），接替{left}。交接卷已备好。{role}", $"Please take over {title} as {row.Place}, from {left}. The dossier is ready.{roleEn}", page + "/dossier");
        }
        foreach (var person in loss.Kind == LossKind.Ended ? [] : lost)
            work.Tell(Addressee.Person(person), PeopleWereLost, "您已登记减员，所任席位由他人暂接；返岗后恢复。请安心。", "You are recorded as lost; others hold your seats until you are back.", page);
        var chain = string.Join('、', made.Where(t => t.Place == Holder.A).Select(t => $"{titles[t.SeatId]}：{(t.SuccessorId is { } s ? names[s] : "暂缺")}"));
        var chainEn = string.Join("; ", made.Where(t => t.Place == Holder.A).Select(t => $"{titles[t.SeatId]}: {(t.SuccessorId is { } s ? names[s] : "nobody yet")}"));
        foreach (var person in (await Concerned(work, made, stop)).Except(lost).Except(made.Select(t => t.SuccessorId).OfType<Guid>()))
            work.Tell(Addressee.Person(person), PeopleWereLost, $"{lost.Count} 人减员，已接管。{chain}", $"{lost.Count} lost and taken over. {chainEn}", page);
        foreach (var row in made.Where(t => t is { Place: Holder.A, SuccessorId: not null } && seats[t.SeatId].Commands))
            foreach (var person in (await Serving(work, seats[row.SeatId].AreaId!.Value, stop)).Except(lost))
                work.Tell(Addressee.Person(person), PeopleWereLost, $"“{titles[row.SeatId]}”现由{names[row.SuccessorId!.Value]}接任，有事请找接任人。", $"{names[row.SuccessorId!.Value]} is {titles[row.SeatId]} now; please turn there.", page);
        var nobody = made.Count(t => t.Way == TakeoverWay.Nobody && t.Place == Holder.A);
        foreach (var account in await Organisers(work, stop))
            work.Tell(Addressee.Account(account), nobody > 0 ? TakenOver : PeopleWereLost, $"{lost.Count} 人减员，{made.Count(t => t.SuccessorId is not null)} 个席位已接管，{nobody} 个席位无人可接。",
                $"{lost.Count} lost, {made.Count(t => t.SuccessorId is not null)} places taken over, {nobody} {InEnglish.Word(nobody, "seat", "seats")} without anybody.", page);
        return work.Notices.Select(n => n.PersonId ?? n.AccountId).Distinct().Count();
    }

    internal static async Task<int> Returned(Work work, Loss loss, IReadOnlyCollection<Guid> people, IReadOnlyList<Takeover> undone, CancellationToken stop)
    {
        var titles = (await Words(work, undone, people, stop)).Seats.ToDictionary(s => s.Key, s => s.Value.Title);
        var page = $"/losses/{loss.Id}";
        foreach (var person in people) work.Tell(Addressee.Person(person), PeopleCameBack, "已登记您返岗，原任席位已恢复；如有席位另有安排，见记录。", "You are recorded as back and hold your seats again; where one was decided otherwise, the record says so.", page);
        foreach (var row in undone.Where(t => t.SuccessorId is not null))
            work.Tell(Addressee.Person(row.SuccessorId!.Value), PeopleCameBack, $"“{titles[row.SeatId]}”原任人员已返岗，您暂接的职责已交回。", $"Who held {titles[row.SeatId]} is back; what you held for them is theirs again.", page);
        foreach (var person in (await Concerned(work, undone, stop)).Except(people).Except(undone.Select(t => t.SuccessorId).OfType<Guid>()))
            work.Tell(Addressee.Person(person), PeopleCameBack, $"{people.Count} 人返岗，原任席位已恢复。", $"{InEnglish.People(people.Count)} back in their seats.", page);
        return work.Notices.Select(n => n.PersonId ?? n.AccountId).Distinct().Count();
    }

    private static async Task<(Dictionary<Guid, string> Names, Dictionary<Guid, Seat> Seats)> Words(Work work, IReadOnlyList<Takeover> rows, IEnumerable<Guid> people, CancellationToken stop)
    {
        List<Guid> persons = [.. rows.SelectMany(t => (Guid?[])[t.SuccessorId, t.LeftId]).OfType<Guid>().Concat(people).Distinct()], seats = [.. rows.Select(t => t.SeatId).Distinct()];
        return (await work.Store.Set<Person>().AsNoTracking().Where(p => persons.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, stop),
            await work.Store.Set<Seat>().AsNoTracking().Where(s => seats.Contains(s.Id)).ToDictionaryAsync(s => s.Id, stop));
    }

    private static async Task<List<Guid>> Serving(Work work, Guid area, CancellationToken stop)
    {
        var serving = new List<Guid>();
        foreach (var one in work.Of<IEnumerable<IServeInAreas>>()) serving.AddRange(await one.At(work.Sql, area, work.Now, stop));
        return serving;
    }

    /// <summary>Holders of the other seats at the same areas and formations, the commanders one level above, the areas' owners.</summary>
    private static async Task<List<Guid>> Concerned(Work work, IReadOnlyList<Takeover> rows, CancellationToken stop)
    {
        var seats = IdSet.Of(work.Sql, rows.Select(t => t.SeatId).Distinct());
        return await work.Sql.List($"""
            with own as (select s.id, s.area_id, s.formation_id from seat s where {IdSet.In(work.Sql, "s.id", "@seats")})
            select h.person_id from seat s join seat_holding h on h.seat_id = s.id and h.ends_at is null
            where s.ends_at is null and (s.area_id in (select area_id from own) or s.formation_id in (select formation_id from own))
            union select h.person_id from own join area a on a.id = own.area_id join seat s on s.area_id = a.parent_id and s.commands and s.ends_at is null join seat_holding h on h.seat_id = s.id and h.ends_at is null
            union select o.person_id from own join area_owner o on o.area_id = own.area_id and o.ends_at is null
            """, row => row.Guid(0), stop, ("@seats", seats));
    }

    private static async Task<List<Guid>> Organisers(Work work, CancellationToken stop) =>
        await work.Store.Set<RoleGrant>().AsNoTracking().Where(g => g.Role == Role.Organiser && g.AreaId == null && g.AgencyId == null && g.StartsAt <= work.Now && (g.EndsAt == null || g.EndsAt > work.Now))
            .Select(g => g.AccountId).Distinct().ToListAsync(stop);
}
