using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.People.Contract;
using Muster.People.Merging;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>
/// Takes a merge back: both records are as they were, in every column but the version, which only grows. What was changed on the kept
/// record since then by hand stays as it is now. What had moved goes back where it is still the kept one's; what the merge had ended stays ended, but
/// for the account, whose devices and tokens stay out.
/// </summary>
public sealed record UnmergePeople(Guid MergeId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await PeopleLock.Alone(work, stop);
        var merge = await work.Store.Set<PersonMerge>().SingleOrDefaultAsync(m => m.Id == MergeId, stop)
            ?? throw new Refused(PersonRules.NotThere("合并", "merge", MergeId));
        if (merge.UndoneAt is not null) throw new Refused("merge-undone", "这次合并已经撤销。", "This merge has already been undone.");
        await NothingAfter(work, merge, stop);
        var image = JsonSerializer.Deserialize<MergeImage>(merge.Before, Desk.Json)!;
        var (kept, gone) = (await work.Person(merge.KeptId, null, stop), await work.Person(merge.GoneId, null, stop));

        var untouched = kept.Version == image.KeptVersionAfter;
        Restored(PersonFields.Of(kept), image.Kept, image.KeptAfter).Onto(kept);
        await BackIdentity(work, merge, image, stop);
        await TakeDetailsBack(work, merge, image, stop);
        foreach (var membership in image.Memberships)
            if (membership.PersonId == gone.Id || kept.AgencyId == membership.AgencyId) await Reopen(work, membership, stop);
        await PersonAccounts.Reopen(work, merge.GoneId, merge.At, stop);
        await MovedReferences.GiveBack(work, merge.KeptId, merge.GoneId, image.Moved, stop);
        gone.EndedAt = null;
        work.Touch(kept);
        work.Touch(gone);
        if (untouched) kept.ChangedAt = image.KeptChangedAt;
        gone.ChangedAt = image.GoneChangedAt;
        merge.UndoneAt = work.Now;
        work.About("person", merge.KeptId);
        work.Note("gone", merge.GoneId);
        work.Raise(new PeopleUnmerged(merge.Id, merge.KeptId, merge.GoneId, merge.At));
        return merge.GoneId;
    }

    /// <summary>Field by field: what the merge changed and nobody has changed since goes back. Pure.</summary>
    public static PersonFields Restored(PersonFields now, PersonFields before, PersonFields after)
    {
        var restored = now with { };
        foreach (var property in typeof(PersonFields).GetProperties().Where(p => p.CanWrite))
            if (Equals(property.GetValue(now), property.GetValue(after))) property.SetValue(restored, property.GetValue(before));
        return restored;
    }

    /// <summary>Merges come apart in the reverse order, like knots.</summary>
    private static async Task NothingAfter(Work work, PersonMerge merge, CancellationToken stop)
    {
        var later = await work.Store.Set<PersonMerge>().AnyAsync(m => m.UndoneAt == null && m.Id != merge.Id
            && (m.GoneId == merge.KeptId || m.KeptId == merge.KeptId && m.At > merge.At), stop);
        if (later) throw new Refused("merge-later", "之后还有别的合并，请先撤销较晚的那次。", "There was a later merge; undo that one first.");
    }

    private static async Task BackIdentity(Work work, PersonMerge merge, MergeImage image, CancellationToken stop)
    {
        var kept = await work.Store.FindAsync<PersonIdentity>([merge.KeptId], stop);
        var gone = await work.Store.FindAsync<PersonIdentity>([merge.GoneId], stop);
        if (kept is null || gone is null) return;
        var identities = work.Of<Identities>();
        if (image.IdNumberMoved && identities.IdNumber(kept) is { } number)
        {
            await MergePeople.MoveIdNumber(work, kept, gone, number, stop);
            // Unless it was changed meanwhile it goes back byte by byte.
            if (identities.IdNumber(new PersonIdentity { PersonId = gone.PersonId, DataKey = gone.DataKey, SealedIdNumber = image.SealedIdNumber }) == number) gone.SealedIdNumber = image.SealedIdNumber;
        }
        if (image.PhoneMoved)
        {
            var phone = identities.Phone(kept);
            identities.SetPhone(gone, phone);
            identities.SetPhone(kept, null);
            if (identities.Phone(new PersonIdentity { PersonId = gone.PersonId, DataKey = gone.DataKey, SealedPhone = image.SealedPhone }) == phone) gone.SealedPhone = image.SealedPhone;
        }
        if (image.KeyMade && kept is { SealedIdNumber: null, SealedPhone: null }) kept.DataKey = null;
    }

    private static async Task TakeDetailsBack(Work work, PersonMerge merge, MergeImage image, CancellationToken stop)
    {
        work.Store.RemoveRange(await work.Store.Set<PersonSkill>().Where(s => s.PersonId == merge.KeptId && image.Skills.Contains(s.Skill)).ToListAsync(stop));
        work.Store.RemoveRange(await work.Store.Set<PersonLimit>().Where(l => l.PersonId == merge.KeptId && image.Limits.Contains(l.Id)).ToListAsync(stop));
    }

    /// <summary>The membership of before goes on as if it had never been closed; one opened by the merge never was.</summary>
    private static async Task Reopen(Work work, MembershipImage image, CancellationToken stop)
    {
        var open = await work.Store.Set<AgencyMembership>().SingleOrDefaultAsync(m => m.PersonId == image.PersonId && m.EndsAt == null, stop);
        if (open is not null && open.Id == image.Id) return;
        if (open is not null) work.Store.Remove(open);
        await work.Store.SaveChangesAsync(stop);
        if (image.Id is not { } id) return;
        var closed = await work.Store.FindAsync<AgencyMembership>([image.PersonId, id], stop);
        if (closed is not null) closed.EndsAt = null;
        else work.Store.Add(new AgencyMembership { Id = id, PersonId = image.PersonId, AgencyId = image.AgencyId!.Value, StartsAt = image.StartsAt!.Value });
    }
}
