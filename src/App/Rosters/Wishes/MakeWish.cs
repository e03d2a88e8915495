using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Rosters.Field;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Wishes;

/// <summary>Says on which days one would like turns, or would rather not have them.</summary>
public sealed record MakeWish(DateOnly StartsOn, int Days = 1, WishPart Part = WishPart.Any, bool Wanted = false) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, today) = (await Own.Person(work, stop), WorkDays.Of(work.Now));
        // Days that are past are nobody's wish any more.
        var same = await work.Store.Set<Wish>().AsNoTracking().Where(w => w.PersonId == own.Id && w.EndedAt == null && w.EndsOn > today).ToListAsync(stop);
        Refused.Where(WishRules.ForMade(StartsOn, Days, Part, Wanted, today, same));
        var wish = new Wish { Id = Guid.CreateVersion7(), PersonId = own.Id, StartsOn = StartsOn, EndsOn = StartsOn.AddDays(Days), Part = Part, Wanted = Wanted, MadeAt = work.Now, Version = 1 };
        work.Store.Add(wish);
        work.About("wish", wish.Id);
        return wish.Id;
    }
}

/// <summary>Takes an own wish back.</summary>
public sealed record EndWish(Guid WishId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, wish) = (await Own.Person(work, stop), await work.Store.FindAsync<Wish>([WishId], stop));
        if (wish is null || wish.PersonId != own.Id || wish.EndedAt is not null) throw new Refused("wish-unknown", "没有这条意愿。", "There is no such wish.", "WishId");
        (wish.EndedAt, wish.Version) = (work.Now, wish.Version + 1);
        work.About("wish", wish.Id);
        return wish.Id;
    }
}
