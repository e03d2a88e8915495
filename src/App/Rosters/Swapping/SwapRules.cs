using Muster.Platform.Acts;
using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Swapping;

/// <summary>What a swap must keep: the rules of rest hold without exception, the relief keeps its leader and its skill, and there is time left. Pure.</summary>
public static class SwapRules
{
    public const int LeadMinutesMax = 7 * 24 * 60;

    /// <summary>Of the turn itself: it is this person's, published, and not too near.</summary>
    /// <param name="lead">How long before the turn it is too late; zero asks only that it has not begun.</param>
    public static IEnumerable<Broken> ForTurn(Shift? shift, Guid? owner, DateTimeOffset now, TimeSpan lead, string field = "ShiftId")
    {
        if (shift is null || shift.State != ShiftState.Published) yield return new Broken("shift-unknown", "没有这个班次。", "There is no such turn.", field);
        else if (shift.PersonId is null || shift.PersonId != owner) yield return new Broken("swap-not-own", "这个班已经不是原来那个人的了。", "The turn is no longer that person's.", field);
        else if (shift.StartsAt <= now) yield return new Broken("swap-begun", "这个班已经开始，不能再换。", "The turn has begun and cannot be swapped.", field);
        else if (shift.StartsAt - now < lead)
            yield return new Broken("swap-late", $"离上岗不到 {Hours(lead)} 小时，不能自己换班，请直接找属地。", $"It is less than {Hours(lead)} hours to the turn: ask the host instead.", field);
    }

    public static IEnumerable<Broken> ForAsked(string reason, Guid own, Guid? to, bool exchange, Guid? back)
    {
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
        if (to == own) yield return new Broken("swap-self", "不能和自己换班。", "You cannot swap with yourself.", "ToPersonId");
        if (back is not null && (!exchange || to is null)) yield return new Broken("swap-back", "选了对方的班，就要选和谁对换。", "A turn in return belongs to a colleague who is named.", "BackShiftId");
        if (to is not null && exchange && back is null) yield return new Broken("swap-back-missing", "对换要选对方的哪个班。", "Choose which turn of the colleague you would have.", "BackShiftId");
    }

    /// <summary>What is against somebody having the turn, when another one is given away for it.</summary>
    public static IEnumerable<Broken> ForGetting(RosterGround ground, Shift shift, Guid person, Guid? giving, string field = "PersonId")
    {
        var band = ground.Bands.FirstOrDefault(b => b.Id == shift.PostTimeId);
        var who = ground.People.FirstOrDefault(p => p.Id == person);
        if (band is null || who is null)
        {
            yield return new Broken("not-placed", "这个人这些天没有安排在这里。", "This person is not placed here on these days.", field);
            yield break;
        }
        var turns = ground.Shifts.Where(s => s.PersonId == person && s.Id != shift.Id && s.Id != giving).Select(Turn.Of);
        var free = who with { Elsewhere = [.. who.Elsewhere.Where(t => t.Id != giving && t.Id != shift.Id)] };
        foreach (var broken in ChangeRules.For(free, band, shift.Day, turns, ground.Roster, "").Refused) yield return broken with { Field = field };
        if (shift.Leads && !who.MayLead) yield return new Broken("swap-leader", $"这个班要带班，{who.Name}不能带班。", $"The turn leads the relief, and {who.Name} may not lead.", field);
        if (band.Band.Skill is { } skill && !who.Skills.Contains(skill) && Has(ground, shift.PersonId, skill)
            && !ground.Shifts.Any(s => s.Id != shift.Id && s.PostTimeId == shift.PostTimeId && s.Day == shift.Day && Has(ground, s.PersonId, skill)))
            yield return new Broken("swap-skill", $"换了以后这一班没有人会“{skill}”。", $"Nobody on that turn would have the skill “{skill}”.", field);
    }

    /// <summary>Rules that somebody else's turn breaks: that they do, to one who may not read why. Leave and health stand behind some of them.</summary>
    public static IEnumerable<Broken> WithoutReasons(IEnumerable<Broken> broken, string ofOther, string field)
    {
        var all = broken.ToList();
        if (all.Exists(b => b.Field == ofOther)) yield return new Broken("swap-cannot", "按规定对方不能上这个班；原因只有本人和属地书记看得到。", "By the rules the other one cannot take that turn; why is for them and the host.", field);
        foreach (var own in all.Where(b => b.Field != ofOther)) yield return own;
    }

    public static IEnumerable<Broken> ForTaking(Swap? swap, Guid own, Guid? back)
    {
        if (swap is null || swap.ToPersonId is { } named && named != own) yield return new Broken("swap-unknown", "没有请您换的这个班。", "There is no such swap asked of you.", "SwapId");
        else if (swap.FromPersonId == own) yield return new Broken("swap-self", "不能和自己换班。", "You cannot swap with yourself.", "SwapId");
        else if (swap.State != SwapState.Asked) yield return Over(swap);
        else if (swap.Exchange && (back ?? swap.BackShiftId) is null) yield return new Broken("swap-back-missing", "对换要选您给出的班。", "Choose which turn you give in return.", "BackShiftId");
        else if (swap.BackShiftId is { } fixedOne && back is { } other && other != fixedOne) yield return new Broken("swap-back", "对方要换的是另一个班。", "Another turn was asked for.", "BackShiftId");
    }

    /// <summary>That it is open for its asker, or waits for the host.</summary>
    public static IEnumerable<Broken> ForState(Swap? swap, params SwapState[] wanted)
    {
        if (swap is null) yield return new Broken("swap-unknown", "没有这个换班。", "There is no such swap.", "SwapId");
        else if (!wanted.Contains(swap.State)) yield return Over(swap);
    }

    public static IEnumerable<Broken> ForAnswer(bool grant, string answer)
    {
        if (!grant && string.IsNullOrWhiteSpace(answer)) yield return new Broken("answer-missing", "不同意要写明理由。", "Give a reason for refusing.", "Answer");
        if (answer is { Length: > 200 }) yield return new Broken("reason-long", "理由不超过 200 个字。", "A reason has at most 200 characters.", "Answer");
    }

    public static bool NeedsHost(SwapApproval approval, bool samePost) => approval == SwapApproval.Always || approval == SwapApproval.OtherPost && !samePost;

    private static Broken Over(Swap swap) => swap.State switch
    {
        SwapState.Accepted or SwapState.Done => new("swap-taken", "这个班已经有人接了。", "Somebody has accepted this swap already.", "SwapId"),
        _ => new("swap-over", "这个换班已经结束。", "This swap is over.", "SwapId"),
    };

    private static bool Has(RosterGround ground, Guid? person, string skill) => person is { } id && ground.People.FirstOrDefault(p => p.Id == id)?.Skills.Contains(skill) == true;

    private static int Hours(TimeSpan lead) => (int)Math.Ceiling(lead.TotalHours);
}
