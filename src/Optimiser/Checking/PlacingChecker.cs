using System.Globalization;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>What a check found.</summary>
/// <param name="Violations">Broken rules and false figures; at most 1,000 of each code.</param>
/// <param name="ViolationCount">All of them, those not listed too.</param>
/// <param name="Tiers">Recomputed tiers above the last.</param>
/// <param name="Cost">Recomputed last tier by part.</param>
/// <param name="Placed">People at a place; the others are in reserve.</param>
/// <param name="Bound">The low part of what the certificate proves; null without one.</param>
/// <param name="IsBestAbove">
/// The certificate proves every tier above the last; then no plan as good in those costs less than the bound.
/// </param>
/// <param name="Gap">(cost − bound) / bound; null when the tiers above are not proved or the bound is not above 0.</param>
public sealed record PlacingFindings(
    IReadOnlyList<Violation> Violations,
    int ViolationCount,
    TierFigures Tiers,
    CostFigures Cost,
    int Placed,
    long? Bound,
    bool IsBestAbove,
    double? Gap)
{
    /// <summary>Nothing broken and nothing false.</summary>
    public bool IsClean => ViolationCount == 0;
}

/// <summary>
/// Checks a plan against its problem from docs/placement-problem.md alone. It shares the files' data types with the
/// solver and no rule, price or search (tests/App.Tests/Architecture/CheckerStandsAlone.cs).
/// </summary>
public static class PlacingChecker
{
    /// <summary>Finds every broken rule and every stated figure that is not so.</summary>
    /// <param name="problem">As read; indices within range.</param>
    /// <param name="plan">
    /// Its tiers, cost, bound and counts are claims, each of which is checked; a plan without tiers claims none.
    /// </param>
    /// <param name="certificate">Prices that should prove the bound; null leaves bound and tiers unproved.</param>
    /// <param name="found">Violations already known from reading the plan file.</param>
    /// <param name="cancel">Stops between parts with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The plan is of another problem: lengths or indices do not fit.</exception>
    public static PlacingFindings Check(
        PlacingProblem problem,
        PlacingPlan plan,
        PlacingPrices? certificate = null,
        IReadOnlyList<Violation>? found = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        RefuseStranger(problem, plan);
        var findings = new Findings();
        foreach (var violation in found ?? []) findings.Add(violation);
        var tree = new PlaceTree(problem.Places);
        new HardRules(problem, tree, plan, findings).Check();
        cancel.ThrowIfCancellationRequested();
        var figures = new PlanFigures(problem, tree);
        var tiers = figures.Tiers(plan);
        var cost = figures.Costs(plan);
        var placed = plan.Place.Count(place => place >= 0);

        var bound = certificate is null ? null : Prove(problem, tree, certificate, findings, cancel);
        var high = new TierWeights(tree.Levels).Join(tiers);
        var isBest = bound is { } proved && proved.High == high && proved.Low <= cost.Sum;
        if (bound is { } more && (more.High > high || (more.High == high && more.Low > cost.Sum)) && findings.Total == 0)
        {
            // Cannot be while every hard rule holds; so either the rules or the bound are read wrongly here.
            throw new InvalidOperationException("The recomputed bound exceeds the recomputed cost of a plan without a broken rule.");
        }

        long? low = bound is { } b ? (long)Int128.Clamp(b.Low, long.MinValue, long.MaxValue) : null;
        new Coverage(problem, tree, figures, plan, findings).Check(isBest);
        new StatedFigures(plan, findings).Check(tiers, cost, placed, low, isBest);
        double? gap = !isBest ? null : cost.Sum == low ? 0 : low > 0 ? (double)(cost.Sum - low) / low : null;
        return new PlacingFindings(findings.Kept, findings.Total, tiers, cost, placed, low, isBest, gap);
    }

    private static ProvedBound? Prove(
        PlacingProblem problem, PlaceTree tree, PlacingPrices certificate, Findings findings, CancellationToken cancel)
    {
        if (CertificateBound.IsSound(problem, certificate))
        {
            return new CertificateBound(problem, tree, certificate).Compute(cancel);
        }

        findings.Add(
            ViolationCodes.Prices, "证书中的价格缺失或过大，无法据以求界",
            "The certificate's prices are missing or too large to prove anything",
            ("largest", Price.Largest.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    private static void RefuseStranger(PlacingProblem problem, PlacingPlan plan)
    {
        var people = problem.People.Length;
        var fits = plan.Place.Length == people && plan.Seat.Length == people && plan.Want.Length == people
            && Array.TrueForAll(plan.Place, p => p >= -1 && p < problem.Places.Length)
            && Array.TrueForAll(plan.Seat, s => s >= -1 && s < problem.Seats.Length)
            && Array.TrueForAll(plan.Want, w => w >= -1 && w < problem.Wants.Length);
        if (!fits) throw new ArgumentException("The plan is of another problem.", nameof(plan));
    }
}
