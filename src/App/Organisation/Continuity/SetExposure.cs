using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.People.Import.Reading;
using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>
/// Somebody lives, is lodged or drives with whoever has the same key: an address and door, a hotel, a number plate. Only the hash of the key is
/// kept. One group of a kind per person: a new one ends the one before. Answers how many share it now, this person included.
/// </summary>
public sealed record SetExposure(Guid PersonId, ExposureKind Kind, string Key) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(ExposureRules.ForSetting(Kind, Key));
        if (!await work.Store.Set<Person>().AnyAsync(p => p.Id == PersonId && p.EndedAt == null, stop)) throw new Refused("person-unknown", "没有这个人。", "There is no such person.", nameof(PersonId));
        work.About("person", PersonId);
        work.Note("kind", Kind);
        await Set(work, PersonId, Kind, Key, stop);
        await work.Store.SaveChangesAsync(stop);
        return await work.Sql.Number("select count(*) from person_exposure x join person_exposure o on o.kind = x.kind and o.key_hash = x.key_hash and o.until is null where x.person_id = @p and x.kind = @k and x.until is null",
            stop, ("@p", PersonId), ("@k", Kind)) is var shared ? (int)shared : 0;
    }

    /// <returns>Whether anything changed.</returns>
    internal static async Task<bool> Set(Work work, Guid person, ExposureKind kind, string key, CancellationToken stop)
    {
        var hash = work.Of<IdentityKeys>().OfExposure(kind.ToString(), ExposureRules.Folded(key));
        var before = await work.Store.Set<PersonExposure>().SingleOrDefaultAsync(x => x.PersonId == person && x.Kind == kind && x.Until == null, stop);
        if (before is not null && before.KeyHash.AsSpan().SequenceEqual(hash)) return false;
        if (before is not null)
        {
            before.Until = work.Now;
            await work.Store.SaveChangesAsync(stop);
        }
        work.Store.Add(new PersonExposure { Id = Guid.CreateVersion7(), PersonId = person, Kind = kind, KeyHash = hash, Since = work.Now });
        return true;
    }
}

/// <summary>Somebody no longer shares it.</summary>
public sealed record EndExposure(Guid ExposureId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var exposure = await work.Store.Set<PersonExposure>().SingleOrDefaultAsync(x => x.Id == ExposureId && x.Until == null, stop)
            ?? throw new Refused("exposure-unknown", "没有这条共同暴露，或已结束。", "There is no such exposure, or it has ended.");
        exposure.Until = work.Now;
        work.About("person", exposure.PersonId);
        work.Note("kind", exposure.Kind);
        return exposure.PersonId;
    }
}

/// <summary>What may be entered; pure.</summary>
public static class ExposureRules
{
    public const int KeyLengthMax = 120;

    public static IEnumerable<Broken> ForSetting(ExposureKind kind, string? key)
    {
        if (kind == ExposureKind.Shift) yield return new("exposure-derived", "同班次由排班得出，不用填写。", "Being on one shift follows from the roster; it is not entered.", "Kind");
        if (Folded(key).Length < 2 || key!.Length > KeyLengthMax) yield return new("exposure-key", $"请写明地址门牌、住宿房间或车牌（2 到 {KeyLengthMax} 字）。", $"Give the address and door, the lodging or the number plate (2 to {KeyLengthMax} characters).", "Key");
    }

    /// <summary>Two people write the same door differently: full width, blanks, punctuation and case do not count.</summary>
    public static string Folded(string? key) => string.Concat(Letters.Narrow(key ?? "").Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
