using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>How a review is settled.</summary>
public enum ReviewAnswer
{
    /// <summary>The person or area chosen: the home is set; the double is merged into the chosen person.</summary>
    Choose,

    /// <summary>Two people of one name: both stay.</summary>
    Separate,

    /// <summary>Left as it is.</summary>
    Leave,
}

/// <summary>Settles one review.</summary>
/// <param name="Alike">For homes: everybody whose home is written the same is settled the same.</param>
public sealed record SettleReview(Guid ReviewId, ReviewAnswer Answer, Guid? Chosen = null, bool Alike = false) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var review = await work.Store.Set<PersonReview>().SingleOrDefaultAsync(r => r.Id == ReviewId, stop)
            ?? throw new Refused(PersonRules.NotThere("待核对事项", "review", ReviewId));
        if (review.SettledAt is not null) throw new Refused("review-settled", "这一条已经核对过。", "This review is already settled.");
        if (Answer == ReviewAnswer.Choose) await Choose(work, review, stop);
        review.SettledAt = work.Now;
        review.Settled = JsonSerializer.Serialize(new { answer = Answer, chosen = Chosen, by = work.Actor.Name }, Desk.Json);
        if (Alike && review.Kind is (ReviewKind.HomeAreaAmbiguous or ReviewKind.HomeAreaNotFound)) await SettleAlike(work, review, stop);
        work.About("person-review", ReviewId);
        work.Note("answer", Answer);
        work.Note("chosen", Chosen);
        return ReviewId;
    }

    private async Task SettleAlike(Work work, PersonReview review, CancellationToken stop)
    {
        const string alike = "kind = @kind and text = @text and settled_at is null and id <> @id";
        (string, object?)[] which = [("@kind", review.Kind), ("@text", review.Text), ("@id", review.Id)];
        if (Answer == ReviewAnswer.Choose)
            work.Note("people", await work.Sql.Run($"""
                update person set home_area_id = @area, changed_at = @now, version = version + 1
                where home_area_id is null and id in (select person_id from person_review where {alike})
                """, stop, [.. which, ("@area", Chosen), ("@now", work.Now)]));
        work.Note("reviews", 1 + await work.Sql.Run($"update person_review set settled_at = @now, settled = @settled where {alike}",
            stop, [.. which, ("@now", work.Now), ("@settled", review.Settled)]));
    }

    private async Task Choose(Work work, PersonReview review, CancellationToken stop)
    {
        if (Chosen is not { } chosen || review.PersonId is not { } personId)
            throw new Refused("review-choice-missing", "请选择一项。", "Choose one.", nameof(Chosen));
        var person = await work.Person(personId, null, stop);
        if (review.Kind is ReviewKind.HomeAreaAmbiguous or ReviewKind.HomeAreaNotFound)
        {
            await work.CheckLinks(null, chosen, stop);
            person.HomeAreaId = chosen;
            work.Touch(person);
            return;
        }
        var other = await work.Person(chosen, null, stop);
        // The older record is the one that others may already point at.
        var (kept, gone) = other.CreatedAt <= person.CreatedAt ? (other, person) : (person, other);
        await new MergePeople(kept.Id, kept.Version, gone.Id, gone.Version).Do(work, stop);
    }
}
