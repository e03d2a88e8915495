using Muster.Platform.Acts;

namespace Muster.People.Agencies;

/// <summary>Saves an agency over the version it was read from.</summary>
public sealed record ChangeAgency(Guid Id, int Version, AgencyFields Fields) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(AgencyRules.Check(Fields));
        await PeopleLock.Share(work, stop);
        var agency = await work.Agency(Id, Version, stop);
        work.Note("before", AgencyFields.Of(agency) with { LiaisonId = null });
        await AddAgency.Fill(work, agency, Fields, stop);
        work.Note("after", Fields with { LiaisonId = null });
        agency.Version++;
        work.About("agency", Id);
        return agency.Version;
    }
}

/// <summary>Closes an agency. Refused while it has people: they go to another first (<see cref="ChangePeople"/>), or end.</summary>
public sealed record CloseAgency(Guid Id, int Version) : Act<int>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        // Alone: nobody joins between the count and the commit.
        await PeopleLock.Alone(work, stop);
        var agency = await work.Agency(Id, Version, stop);
        if (agency.ValidTo is not null) throw new Refused("agency-closed", $"“{agency.Name}”已经关闭。", $"{agency.Name} is already closed.");
        var people = await work.Sql.Number("select count(*) from person where agency_id = @id and ended_at is null", stop, ("@id", Id));
        if (people > 0)
            throw new Refused("agency-has-people", $"“{agency.Name}”还有 {people} 人。请先把他们转到别的单位或结束。",
                $"{agency.Name} still has {InEnglish.People(people)}. Move them to another agency or end them first.");
        agency.ValidTo = work.Now;
        agency.Version++;
        work.About("agency", Id);
        return agency.Version;
    }
}
