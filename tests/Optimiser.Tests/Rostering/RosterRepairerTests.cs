using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;

namespace Muster.Optimiser.Tests.Rostering;

public sealed class RosterRepairerTests
{
    [Fact]
    public void What_is_past_and_settled_stands_and_every_change_is_named()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var problem = RandomRosters.Make(seed);
            var before = Rosterer.Solve(problem, new RosterOptions(seed, Steps: 40)).Kinds;
            var loss = new RosterLoss([new RosterAbsence(seed % 6, 4, 11)], [new RosterPin((seed + 1) % 6, 6, RosterPlan.Off)], PastDays: 3);
            var repair = RosterRepairer.Repair(problem, before, loss, new RosterOptions(seed, Steps: 60));
            var after = repair.Plan.Kinds;
            Assert.All(Enumerable.Range(0, 6), p => Assert.Equal(before[p][..3], after[p][..3]));
            Assert.All(after[seed % 6][4..11], kind => Assert.Equal(RosterPlan.Off, kind));
            Assert.Equal(RosterPlan.Off, after[(seed + 1) % 6][6]);
            Assert.Equal(
                from p in Enumerable.Range(0, 6) from d in Enumerable.Range(0, problem.Days) where before[p][d] != after[p][d] select (p, d, before[p][d], after[p][d]),
                repair.Changes.Select(c => (c.Person, c.Day, c.From, c.To)));
            var check = RosterChecker.Check(loss.After(problem, before), after);
            Assert.Equal(check.Objective, repair.Plan.Cost);
            Assert.Equal(check.Violations.Count == 0, repair.Plan.Broken == 0);
        }
    }

    [Fact]
    public void Of_a_hundred_people_few_cells_change_and_no_hard_rule_breaks()
    {
        var problem = District(100, 14);
        var before = Rosterer.Solve(problem, new RosterOptions(1, Steps: 400)).Kinds;
        Assert.Empty(RosterChecker.Check(problem, before).Violations);
        var repair = RosterRepairer.Repair(problem, before, new RosterLoss([new RosterAbsence(7, 0, 14)], []));
        Assert.Empty(RosterChecker.Check(new RosterLoss([new RosterAbsence(7, 0, 14)], []).After(problem, before), repair.Plan.Kinds).Violations);
        Assert.True(repair.Lost > 0);
        Assert.Equal(0, repair.Short);
        Assert.InRange(repair.Changes.Count, repair.Lost, 100 * 14 * 3 / 100);
        Assert.Equal(before.Length, repair.Plan.Kinds.Length);
    }

    [Fact]
    public void The_same_loss_and_seed_give_the_same_mending()
    {
        var problem = RandomRosters.Make(3);
        var before = Rosterer.Solve(problem, new RosterOptions(1, Steps: 40)).Kinds;
        var loss = new RosterLoss([new RosterAbsence(2, 2, 9)], []);
        Assert.Equal(RosterRepairer.Repair(problem, before, loss).Plan.Kinds, RosterRepairer.Repair(problem, before, loss).Plan.Kinds);
    }

    /// <summary>People of a district on early, late and night turns; six in ten work on a day.</summary>
    internal static RosterProblem District(int people, int days)
    {
        int[] notAfterNight = [0, 1], notAfterLate = [0];
        return new RosterProblem
        {
            Days = days,
            Types = [new ShiftType("早", 32, []), new ShiftType("中", 32, notAfterLate), new ShiftType("夜", 40, notAfterNight)],
            Kinds = [new ShiftKind("早", 0), new ShiftKind("中", 1), new ShiftKind("夜", 2)],
            Terms = [new RosterTerms { Name = "全", WorkRun = Span.Within(2, 5), OffRun = new Span(2, int.MaxValue, Span.Hard, 0), Load = new Span(0, 40 * 32 * days / 56, 0, Span.Hard) }],
            People = [.. Enumerable.Range(0, people).Select(p => new RosterPerson { Name = $"样例{p}", Terms = 0, Kinds = [0, 1, 2], History = new RosterHistory(RosterHistory.Off, 0, 0, 2, 0, 0) })],
            Covers = [.. from day in Enumerable.Range(0, days) from kind in Enumerable.Range(0, 3) select new Cover(day, kind, 0, people * 18 / 100 - kind, 0, 100, 1)],
        };
    }
}
