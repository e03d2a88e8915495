namespace Muster.Rehearsal.Demo;

/// <summary>
/// A demo begins two days ago, so that it is seen in the middle of its work: the clock stands back at first, is moved on as the days are played, and
/// then is the computer's own. It never goes back. Timers are real ones.
/// </summary>
public sealed class DemoClock(DateTimeOffset begins) : TimeProvider
{
    /// <summary>The evening on which the demo's people are called up.</summary>
    public DateTimeOffset Order { get; } = begins;

    private TimeSpan _behind = System.GetUtcNow() - begins;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - _behind;

    /// <summary>To a later moment; an earlier one, or one to come, is left out.</summary>
    public void MoveTo(DateTimeOffset at)
    {
        var behind = System.GetUtcNow() - at;
        if (behind < _behind) _behind = behind < TimeSpan.Zero ? TimeSpan.Zero : behind;
    }

    /// <summary>From here on it is the computer's own clock.</summary>
    public void Arrive() => _behind = TimeSpan.Zero;
}
