using Muster.People.Contract;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>Ends a person with a reason: the record stays, the membership closes, the account ends, and what later modules have the person in (<see cref="PeopleEnded"/>).</summary>
public sealed record EndPerson(Guid Id, int Version, string Reason) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(Reason))
            throw new Refused("reason-missing", "请写明原因。", "A reason is needed.", nameof(Reason));
        var person = await work.Person(Id, Version, stop);
        if (person.EndedAt is not null)
            throw new Refused("person-ended", $"“{person.Name}”已经结束。", $"{person.Name} has already ended.");
        person.EndedAt = work.Now;
        await work.Join(Id, null, stop);
        work.Touch(person);
        work.Store.Add(new PersonHistory { Id = Guid.CreateVersion7(), PersonId = Id, Kind = HistoryKinds.Ended, Text = Reason.Trim(), At = work.Now });
        work.About("person", Id);
        await PersonAccounts.End(work, [Id], stop);
        work.Raise(new PeopleEnded([Id], Reason.Trim()));
        return person.Version;
    }
}

/// <summary>Takes an end back: the person may be sent again, in the agency of before.</summary>
public sealed record ResumePerson(Guid Id, int Version) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var person = await work.Person(Id, Version, stop);
        if (person.EndedAt is null)
            throw new Refused("person-not-ended", $"“{person.Name}”并未结束。", $"{person.Name} has not ended.");
        if (await work.Sql.Number("select count(*) from person_merge where gone_id = @id and undone_at is null", stop, ("@id", Id)) > 0)
            throw new Refused("person-merged", "这条记录已并入另一人，请先撤销合并。", "This record was merged into another; undo the merge first.");
        await PersonAccounts.Reopen(work, Id, person.EndedAt.Value, stop);
        person.EndedAt = null;
        await work.Join(Id, person.AgencyId, stop);
        work.Touch(person);
        work.About("person", Id);
        return person.Version;
    }
}

/// <summary>The kinds of <see cref="PersonHistory"/> that the program itself writes; people may enter others.</summary>
public static class HistoryKinds
{
    public const string Ended = "ended";

    /// <summary>Served in a place: whoever has none is a first-timer 新手.</summary>
    public const string Served = "served";
    public const string Trained = "trained";
    public const string Remark = "remark";

    public static readonly IReadOnlyList<string> Entered = [Served, Trained, Remark];
}
