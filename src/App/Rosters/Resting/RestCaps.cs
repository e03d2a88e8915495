namespace Muster.Rosters.Resting;

/// <summary>What may be capped: rest between two turns, days and nights in a row, hours, days and nights in a week.</summary>
public enum RestCap { Rest, Run, NightRun, WeekHours, WeekDays, WeekNights }

/// <summary>
/// Caps that no roster breaks. A week is seven days counted from the roster's first day. The usual ones are the labour law's common reading (eleven hours
/// between turns, a day off in seven) and this program's own for hours and nights; an emergency or an area may have its own (<see cref="AreaRest"/>).
/// </summary>
/// <param name="RestMinutes">Least between two turns; the others are the most.</param>
public sealed record RestCaps(int RestMinutes, int RunDays, int NightRun, int WeekMinutes, int WeekDays, int WeekNights)
{
    public static readonly RestCaps Usual = new(11 * 60, 6, 3, 60 * 60, 6, 4);

    /// <summary>In the unit people speak of it: hours of rest and of a week, else days or nights.</summary>
    public int Of(RestCap cap) => cap switch
    {
        RestCap.Rest => RestMinutes / 60, RestCap.Run => RunDays, RestCap.NightRun => NightRun, RestCap.WeekHours => WeekMinutes / 60, RestCap.WeekDays => WeekDays, _ => WeekNights,
    };

    /// <param name="to">As <see cref="Of"/> gives it.</param>
    public RestCaps With(RestCap cap, int to) => cap switch
    {
        RestCap.Rest => this with { RestMinutes = to * 60 }, RestCap.Run => this with { RunDays = to }, RestCap.NightRun => this with { NightRun = to },
        RestCap.WeekHours => this with { WeekMinutes = to * 60 }, RestCap.WeekDays => this with { WeekDays = to }, _ => this with { WeekNights = to },
    };

    /// <summary>Leaves less rest than another cap would.</summary>
    public static bool IsLooser(RestCap cap, int than, int value) => cap == RestCap.Rest ? value < than : value > than;
}

/// <summary>A cap that is wider for somebody on some days, half-open.</summary>
/// <param name="To">As <see cref="RestCaps.Of"/> gives it.</param>
public readonly record struct WaivedDays(RestCap Cap, int To, DateOnly StartsOn, DateOnly EndsOn);

/// <summary>What guards one person's rest: the caps of the place, and what was waived by name.</summary>
public sealed record RestGuard(RestCaps Caps, IReadOnlyList<WaivedDays> Waived)
{
    public static readonly RestGuard Usual = new(RestCaps.Usual, []);

    public RestCaps On(DateOnly day) => Through(day, day.AddDays(1));

    /// <summary>Caps that hold on each of the days.</summary>
    public RestCaps Through(DateOnly from, DateOnly to) => Waived.Count == 0 ? Caps
        : Waived.Where(w => w.StartsOn <= from && w.EndsOn >= to).Aggregate(Caps, (caps, w) => RestCaps.IsLooser(w.Cap, caps.Of(w.Cap), w.To) ? caps.With(w.Cap, w.To) : caps);
}
