using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>Gives a person a skill, or renews its source and expiry.</summary>
public sealed record GiveSkill(Guid PersonId, string Skill, string Source, DateTimeOffset? ExpiresAt = null) : Act<bool>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<bool> Do(Work work, CancellationToken stop)
    {
        Refused.Where(PersonRules.Skill(Skill));
        var person = await work.Person(PersonId, null, stop);
        var name = Skill.Trim();
        var skill = await work.Store.Set<PersonSkill>().SingleOrDefaultAsync(s => s.PersonId == PersonId && s.Skill == name, stop);
        var isNew = skill is null;
        if (skill is null) work.Store.Add(skill = new PersonSkill { PersonId = PersonId, Skill = name });
        (skill.Source, skill.ExpiresAt) = (Source, ExpiresAt);
        work.Touch(person);
        work.About("person", PersonId);
        return isNew;
    }
}

/// <summary>Takes a skill from a person's record.</summary>
public sealed record TakeSkill(Guid PersonId, string Skill) : Act<bool>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<bool> Do(Work work, CancellationToken stop)
    {
        var person = await work.Person(PersonId, null, stop);
        var skill = await work.Store.Set<PersonSkill>().SingleOrDefaultAsync(s => s.PersonId == PersonId && s.Skill == Skill, stop)
            ?? throw new Refused("skill-not-there", $"没有技能“{Skill}”。", $"There is no skill “{Skill}”.", nameof(Skill));
        work.Store.Remove(skill);
        work.Touch(person);
        work.About("person", PersonId);
        return true;
    }
}

/// <summary>Adds a limit: no nights, health, care duties, a place or a person to be avoided.</summary>
public sealed record AddLimit(Guid PersonId, LimitFields Limit) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    internal static PersonLimit Record(Guid personId, LimitFields limit) => new()
    {
        Id = Guid.CreateVersion7(), PersonId = personId, Kind = limit.Kind, AreaId = limit.AreaId,
        OtherPersonId = limit.OtherPersonId, Note = limit.Note, Until = limit.Until,
    };

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(PersonRules.Limit(Limit.Kind, Limit.AreaId, Limit.OtherPersonId, PersonId));
        var person = await work.Person(PersonId, null, stop);
        await work.CheckLinks(null, Limit.AreaId, stop);
        if (Limit.OtherPersonId is { } other) await work.Person(other, null, stop);
        var record = Record(PersonId, Limit);
        work.Store.Add(record);
        work.Touch(person);
        work.About("person", PersonId);
        return record.Id;
    }
}

/// <summary>Removes a limit.</summary>
public sealed record RemoveLimit(Guid LimitId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var limit = await work.Store.Set<PersonLimit>().SingleOrDefaultAsync(l => l.Id == LimitId, stop)
            ?? throw new Refused(PersonRules.NotThere("限制", "limit", LimitId));
        var person = await work.Person(limit.PersonId, null, stop);
        work.Store.Remove(limit);
        work.Touch(person);
        work.About("person", limit.PersonId);
        return limit.PersonId;
    }
}

/// <summary>Enters something that happened to a person: served, was trained, a remark.</summary>
public sealed record AddHistory(Guid PersonId, string Kind, string Text, DateTimeOffset? At = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        if (!HistoryKinds.Entered.Contains(Kind))
            throw new Refused("history-kind-unknown", $"没有这种经历：{Kind}。", $"There is no such kind of history: {Kind}.", nameof(Kind));
        if (string.IsNullOrWhiteSpace(Text) || Text.Length > PersonRules.NoteLengthMax)
            throw new Refused("history-text", $"请写明内容，最多 {PersonRules.NoteLengthMax} 字。", $"Say what happened, in at most {PersonRules.NoteLengthMax} characters.", nameof(Text));
        await work.Person(PersonId, null, stop);
        var entry = new PersonHistory { Id = Guid.CreateVersion7(), PersonId = PersonId, Kind = Kind, Text = Text.Trim(), At = At ?? work.Now };
        work.Store.Add(entry);
        work.About("person", PersonId);
        return entry.Id;
    }
}
