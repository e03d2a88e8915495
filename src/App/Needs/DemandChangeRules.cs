namespace Muster.Needs;

/// <summary>How a change that names only some figures settles the others.</summary>
public static class DemandChangeRules
{
    public static DemandFigures Settle(DemandChange change, DemandFigures now)
    {
        var minimum = change.Minimum ?? (change.Target is { } t && t < now.Minimum ? t : now.Minimum);
        var target = change.Target ?? Math.Max(now.Target, minimum);
        if (change.Target is null && change.Absorption is { } cap && cap < target && cap >= minimum) target = cap;
        return new(minimum, target, change.Absorption ?? Math.Max(now.Absorption, target));
    }
}
