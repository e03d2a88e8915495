using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.People.Contract;
using Muster.People.Merging;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>
/// Makes two records of one person one. The kept one fills its gaps from the other, takes over the fields named in <paramref name="Take"/>,
/// its skills and limits, and the ID number or telephone it lacks; the other ends. What any module has the other in (seats, commands, turns, links, the
/// inbox, the account) is the kept one's from then on, or ends where the kept one has the like (<see cref="PersonReference"/>).
/// <see cref="UnmergePeople"/> restores both records. Refused when both have an ID number and they differ: then they are two people.
/// </summary>
public sealed record MergePeople(Guid KeptId, int KeptVersion, Guid GoneId, int GoneVersion, IReadOnlyList<string>? Take = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        if (KeptId == GoneId) throw new Refused("merge-self", "不能与自己合并。", "A record cannot be merged with itself.", nameof(GoneId));
        await PeopleLock.Alone(work, stop);
        var (kept, gone) = (await work.Person(KeptId, KeptVersion, stop), await work.Person(GoneId, GoneVersion, stop));
        foreach (var person in new[] { kept, gone })
            if (person.EndedAt is not null)
                throw new Refused("person-ended", $"“{person.Name}”已经结束，不能合并。", $"{person.Name} has ended and cannot be merged.");
        var (keptIdentity, goneIdentity) = (await Identity(work, KeptId, stop), await Identity(work, GoneId, stop));
        if (keptIdentity.IdHash is not null && goneIdentity.IdHash is not null)
            throw new Refused("merge-two-ids", "两条记录的身份证号不同，是两个人。", "The two records have different ID numbers: they are two people.");

        var minds = new List<Broken>();
        foreach (var mind in work.Of<IEnumerable<IMindMerging>>()) minds.AddRange(await mind.Against(work, KeptId, GoneId, stop));
        Refused.Where(minds);

        var before = PersonFields.Of(kept);
        var image = new MergeImage
        {
            Kept = before, KeptChangedAt = kept.ChangedAt, KeptVersion = kept.Version, GoneChangedAt = gone.ChangedAt, GoneVersion = gone.Version,
        };
        Filled(before, PersonFields.Of(gone), Take ?? []).Onto(kept);
        image.KeptAfter = PersonFields.Of(kept);
        if (kept.AgencyId != before.AgencyId) image.Memberships.Add(await Rejoin(work, kept, stop));
        image.Memberships.Add(await Leave(work, gone, stop));
        await MoveIdentity(work, keptIdentity, goneIdentity, image, stop);
        await CopyDetails(work, image, stop);
        gone.EndedAt = work.Now;
        work.Touch(kept);
        work.Touch(gone);
        (image.KeptVersionAfter, image.GoneVersionAfter) = (kept.Version, gone.Version);
        await PersonAccounts.Merge(work, KeptId, GoneId, stop);
        image.Moved = await MovedReferences.Move(work, KeptId, GoneId, stop);
        var merge = new PersonMerge
        {
            Id = Guid.CreateVersion7(), KeptId = KeptId, GoneId = GoneId, At = work.Now, Actor = work.Actor.Name,
            Before = JsonSerializer.Serialize(image, Desk.Json),
        };
        work.Store.Add(merge);
        work.About("person", KeptId);
        work.Note("gone", GoneId);
        work.Note("taken", ChangePerson.Differences(before, image.KeptAfter));
        work.Raise(new PeopleMerged(merge.Id, KeptId, GoneId));
        return merge.Id;
    }

    /// <summary>The kept one's fields, with the other's where it has none or where the other's are to be taken. Pure.</summary>
    public static PersonFields Filled(PersonFields kept, PersonFields gone, IReadOnlyList<string> take)
    {
        var filled = kept with { };
        foreach (var property in typeof(PersonFields).GetProperties().Where(p => p.CanWrite))
        {
            var theirs = property.GetValue(gone);
            if (theirs is not null && (property.GetValue(kept) is null or "" || take.Contains(property.Name, StringComparer.OrdinalIgnoreCase)))
                property.SetValue(filled, theirs);
        }
        return filled;
    }

    private static async Task<PersonIdentity> Identity(Work work, Guid id, CancellationToken stop)
    {
        if (await work.Store.FindAsync<PersonIdentity>([id], stop) is { } identity) return identity;
        var made = new PersonIdentity { PersonId = id };
        work.Store.Add(made);
        return made;
    }

    private static async Task<MembershipImage> Leave(Work work, Person person, CancellationToken stop)
    {
        var open = await work.Store.Set<AgencyMembership>().AsNoTracking().SingleOrDefaultAsync(m => m.PersonId == person.Id && m.EndsAt == null, stop);
        await work.Join(person.Id, null, stop);
        return new MembershipImage(person.Id, open?.Id, open?.AgencyId, open?.StartsAt);
    }

    private static async Task<MembershipImage> Rejoin(Work work, Person person, CancellationToken stop)
    {
        var image = await Leave(work, person, stop);
        await work.Join(person.Id, person.AgencyId, stop);
        return image;
    }

    /// <summary>A number belongs to one record at a time, so it moves; which ones did is all that the image keeps of them.</summary>
    private static async Task MoveIdentity(Work work, PersonIdentity kept, PersonIdentity gone, MergeImage image, CancellationToken stop)
    {
        var identities = work.Of<Identities>();
        image.KeyMade = kept.DataKey is null;
        if (kept.IdHash is null && identities.IdNumber(gone) is { } number)
        {
            var sealedNumber = gone.SealedIdNumber;
            await MoveIdNumber(work, gone, kept, number, stop);
            (image.IdNumberMoved, image.SealedIdNumber) = (true, sealedNumber);
        }
        if (kept.PhoneHash is null && identities.Phone(gone) is { } phone)
        {
            (image.PhoneMoved, image.SealedPhone) = (true, gone.SealedPhone);
            identities.SetPhone(kept, phone);
            identities.SetPhone(gone, null);
        }
    }

    /// <summary>The number is unique: it must have left the one record before the other has it.</summary>
    internal static async Task MoveIdNumber(Work work, PersonIdentity from, PersonIdentity to, string number, CancellationToken stop)
    {
        var identities = work.Of<Identities>();
        identities.SetIdNumber(from, null);
        await work.Store.SaveChangesAsync(stop);
        identities.SetIdNumber(to, number);
    }

    private async Task CopyDetails(Work work, MergeImage image, CancellationToken stop)
    {
        var have = await work.Store.Set<PersonSkill>().Where(s => s.PersonId == KeptId).Select(s => s.Skill).ToListAsync(stop);
        foreach (var skill in await work.Store.Set<PersonSkill>().AsNoTracking().Where(s => s.PersonId == GoneId).ToListAsync(stop))
        {
            if (have.Contains(skill.Skill)) continue;
            work.Store.Add(new PersonSkill { PersonId = KeptId, Skill = skill.Skill, Source = skill.Source, ExpiresAt = skill.ExpiresAt });
            image.Skills.Add(skill.Skill);
        }
        foreach (var limit in await work.Store.Set<PersonLimit>().AsNoTracking().Where(l => l.PersonId == GoneId && l.OtherPersonId != KeptId).ToListAsync(stop))
        {
            var copy = AddLimit.Record(KeptId, new LimitFields(limit.Kind, limit.AreaId, limit.OtherPersonId, limit.Note, limit.Until));
            work.Store.Add(copy);
            image.Limits.Add(copy.Id);
        }
    }
}

/// <summary>What undoing a merge needs; kept as JSON in <see cref="PersonMerge.Before"/>. No ID number or telephone stands here but sealed.</summary>
internal sealed class MergeImage
{
    public PersonFields Kept { get; set; } = new();
    public PersonFields KeptAfter { get; set; } = new();
    public DateTimeOffset KeptChangedAt { get; set; }
    public int KeptVersion { get; set; }
    public int KeptVersionAfter { get; set; }
    public DateTimeOffset GoneChangedAt { get; set; }
    public int GoneVersion { get; set; }
    public int GoneVersionAfter { get; set; }
    /// <summary>The kept one had no secret before.</summary>
    public bool KeyMade { get; set; }
    public bool IdNumberMoved { get; set; }
    public bool PhoneMoved { get; set; }

    /// <summary>What the other record's numbers were sealed to under its own secret, to be put back as they were.</summary>
    public byte[]? SealedIdNumber { get; set; }
    public byte[]? SealedPhone { get; set; }
    public List<string> Skills { get; set; } = [];
    public List<Guid> Limits { get; set; } = [];
    public List<MembershipImage> Memberships { get; set; } = [];

    /// <summary>Ids of what changed hands, by table and column.</summary>
    public Dictionary<string, List<Guid>> Moved { get; set; } = [];
}

/// <summary>The membership a person had open before the merge; null ids where there was none.</summary>
internal sealed record MembershipImage(Guid PersonId, Guid? Id, Guid? AgencyId, DateTimeOffset? StartsAt);
