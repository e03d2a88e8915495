using Microsoft.EntityFrameworkCore;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Privacy.Destroying;

namespace Muster.People.Destroying;

/// <summary>
/// Destroys who a person was: the secret of what is sealed, the hashes numbers are found by, name, home, notes and what was merged into the record,
/// and the person's account. That somebody served where and when stays, under an id that leads to nobody.
/// </summary>
internal sealed class DestroysPeople : IDestroyData
{
    /// <summary>What stands in the place of the name.</summary>
    public const string Name = "（已销毁）";

    public DestructionKind Kind => DestructionKind.Person;

    public async Task<Broken?> Refusal(Work work, Guid subject, CancellationToken stop)
    {
        if (await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == subject, stop) is not { } person) return PersonRules.NotThere("人员", "person", subject) with { Field = "SubjectId" };
        if (await work.IsDestroyed(Kind, subject, stop)) return PersonRules.Destroyed;
        return person.EndedAt is null ? new Broken("destroy-serves", "此人还可以派出。请先办理退出，再申请销毁。", "This person may still be sent: end the record first, then ask.", "SubjectId") : null;
    }

    public async Task Destroy(Work work, Guid subject, CancellationToken stop)
    {
        await PeopleLock.Alone(work, stop);
        var merged = await work.Sql.List("select gone_id from person_merge where kept_id = @id and undone_at is null", row => row.Guid(0), stop, ("@id", subject));
        foreach (var id in merged.Append(subject)) await One(work, id, stop);
        work.Note("records", merged.Count + 1);
    }

    private static async Task One(Work work, Guid id, CancellationToken stop)
    {
        var person = await work.Store.Set<Person>().SingleAsync(p => p.Id == id, stop);
        var identity = await work.Store.Set<PersonIdentity>().SingleOrDefaultAsync(i => i.PersonId == id, stop);
        work.Raise(new PersonDestroyed(id, person.Name));
        if (identity is not null)
            (identity.DataKey, identity.SealedIdNumber, identity.IdHash, identity.SealedPhone, identity.PhoneHash) = (null, null, null, null, null);
        (person.Name, person.NameTail, person.Pinyin, person.Initials) = (Name, "", "", "");
        (person.JobTitle, person.GradeName, person.Grade, person.Team, person.Note) = (null, null, null, null, null);
        (person.Sex, person.BirthYear, person.PoliticalStatus, person.PartyMember) = (null, null, null, false);
        (person.HomeAreaId, person.HomeText, person.RowHash) = (null, null, null);
        work.Touch(person);
        (string, object?) who = ("@id", id);
        foreach (var gone in (string[])
        [
            "delete from person_skill where person_id = @id", "delete from person_limit where person_id = @id", "update person_limit set other_person_id = null, note = null where other_person_id = @id",
            "delete from person_history where person_id = @id", "delete from person_review where person_id = @id", "delete from person_merge where kept_id = @id or gone_id = @id",
            "delete from outside_identity where account_id in (select id from account where person_id = @id)", "delete from passkey where account_id in (select id from account where person_id = @id)",
        ]) await work.Sql.Run(gone, stop, who);
        foreach (var account in await work.Sql.List("select id from account where person_id = @id", row => row.Guid(0), stop, who))
        {
            await EndSignedIn.End(work, account, _ => true, stop);
            await work.Sql.Run("update api_token set ended_at = @now where account_id = @a and ended_at is null", stop, ("@a", account), ("@now", work.Now));
            await work.Sql.Run("update account set name = @name, display_name = @shown, password_hash = null, totp_key = null, ended_at = coalesce(ended_at, @now) where id = @a", stop,
                ("@a", account), ("@name", "destroyed-" + account.ToString("n")), ("@shown", Name), ("@now", work.Now));
        }
    }
}
