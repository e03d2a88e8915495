using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>The hard rules of docs/placement-problem.md, each read from that page and nothing else.</summary>
internal sealed class HardRules(PlacingProblem problem, PlaceTree tree, PlacingPlan plan, Findings findings)
{
    private readonly int[] pinOf = PinOfPerson(problem);

    public void Check()
    {
        CheckRows();
        CheckPeople();
        CheckCounts();
        CheckPairs();
    }

    public static int[] PinOfPerson(PlacingProblem problem)
    {
        var pins = new int[problem.People.Length];
        Array.Fill(pins, -1);
        for (var i = 0; i < problem.Pins.Length; i++) pins[problem.Pins[i].Person] = i;
        return pins;
    }

    public static bool IsFit(PlacingProblem problem, in PlacingPerson person, PlacingSeat seat) =>
        person.Grade >= seat.Grade && (person.Member || !seat.Member)
        && (seat.Skill < 0 || Has(problem, person, seat.Skill));

    public static bool Has(PlacingProblem problem, in PlacingPerson person, int skill) =>
        Array.IndexOf(problem.SkillSets[person.Skills], skill) >= 0;

    /// <summary>True when the place, or one around it, refuses one of the limits.</summary>
    public static bool Refuses(PlacingProblem problem, int place, int[] limits)
    {
        if (limits.Length == 0) return false;
        for (var p = place; p >= 0; p = problem.Places[p].Parent)
        {
            foreach (var refused in problem.LimitSets[problem.Places[p].Refuses])
            {
                if (Array.IndexOf(limits, refused) >= 0) return true;
            }
        }

        return false;
    }

    private void CheckRows()
    {
        for (var i = 0; i < plan.Place.Length; i++)
        {
            var (place, seat, want) = (plan.Place[i], plan.Seat[i], plan.Want[i]);
            if (seat >= 0 && want >= 0)
            {
                Add(ViolationCodes.Row, i, "同时担任职位又顶技能岗位", "holds a seat and fills a wanted skill at once");
            }

            if ((seat >= 0 && problem.Seats[seat].Place != place) || (want >= 0 && problem.Wants[want].Place != place))
            {
                Add(ViolationCodes.Row, i, "所任职位或技能岗位不在所在地点", "holds a seat or fills a skill of another place");
            }
        }
    }

    private void CheckPeople()
    {
        var streets = Array.ConvertAll(
            problem.Agencies, a => a.Pairing == Pairing.Hard ? new HashSet<string>(a.Streets, StringComparer.Ordinal) : null);
        for (var i = 0; i < plan.Place.Length; i++)
        {
            ref readonly var person = ref problem.People[i];
            var (place, seat, want) = (plan.Place[i], plan.Seat[i], plan.Want[i]);
            if (want >= 0 && !Has(problem, person, problem.Wants[want].Skill))
            {
                Add(ViolationCodes.WantHolder, i, "不具备所顶岗位要求的技能", "fills a wanted skill without having it");
            }

            var pin = pinOf[i] < 0 ? null : problem.Pins[pinOf[i]];
            if (pin is not null && (place != pin.Place || (pin.Seat >= 0 && seat != pin.Seat)))
            {
                Add(ViolationCodes.Pin, i, "不在指定的位置", "is not where the pin says");
            }

            // Somebody has decided on the seat the pin names, and on the place; not on any other seat there.
            if (seat >= 0 && pin?.Seat != seat && !IsFit(problem, person, problem.Seats[seat]))
            {
                Add(ViolationCodes.SeatHolder, i, $"不符合职位“{problem.Seats[seat].Role}”的条件", $"does not meet what the seat {problem.Seats[seat].Role} asks");
            }

            if (pin is not null) continue;
            if (place < 0) continue;
            if (!problem.Places[place].Open && seat < 0 && want < 0)
            {
                Add(ViolationCodes.Closed, i, "所在地点不直接接收人员", "serves at a place that takes nobody directly");
            }

            if (Refuses(problem, place, problem.LimitSets[person.Limits]))
            {
                Add(ViolationCodes.Refused, i, "有该地点不能接受的个人限制", "has a limit that the place refuses");
            }

            if (person.Agency >= 0 && streets[person.Agency] is { } own && !own.Contains(problem.Places[place].Street))
            {
                Add(ViolationCodes.Street, i, "不在派出单位结对的街道", "serves outside the streets its agency is bound to");
            }
        }

        foreach (var exclusion in problem.Exclusions)
        {
            var place = plan.Place[exclusion.Person];
            if (place >= 0 && pinOf[exclusion.Person] < 0 && tree.IsAtOrBelow(place, exclusion.Place))
            {
                Add(ViolationCodes.Excluded, exclusion.Person, "被安排到应回避的地点", "serves at or below an excluded place");
            }
        }
    }

    private void CheckCounts()
    {
        var people = tree.Count(problem.Places, plan.Place);
        for (var p = 0; p < people.Length; p++)
        {
            var place = problem.Places[p];
            if (people[p] <= place.Limit) continue;
            findings.Add(
                ViolationCodes.Limit,
                $"地点 {place.Id} 有 {people[p]} 人，超过接纳上限 {place.Limit}",
                $"Place {place.Id} has {people[p]} people, more than its absorption limit {place.Limit}",
                ("place", place.Id), ("people", people[p]), ("limit", place.Limit));
        }

        var holders = Tally(plan.Seat, problem.Seats.Length);
        for (var s = 0; s < holders.Length; s++)
        {
            var seat = problem.Seats[s];
            if (holders[s] <= seat.Count) continue;
            var id = problem.Places[seat.Place].Id;
            findings.Add(
                ViolationCodes.SeatCount,
                $"地点 {id} 的职位“{seat.Role}”有 {holders[s]} 人，只设 {seat.Count} 人",
                $"Seat {seat.Role} of place {id} has {holders[s]} holders and is for {seat.Count}",
                ("place", id), ("role", seat.Role), ("holders", holders[s]), ("count", seat.Count));
        }

        var fillers = Tally(plan.Want, problem.Wants.Length);
        for (var w = 0; w < fillers.Length; w++)
        {
            var want = problem.Wants[w];
            if (fillers[w] <= want.Count) continue;
            var id = problem.Places[want.Place].Id;
            var skill = problem.Skills[want.Skill];
            findings.Add(
                ViolationCodes.WantCount,
                $"地点 {id} 的技能“{skill}”计入 {fillers[w]} 人，只需 {want.Count} 人",
                $"Skill {skill} of place {id} is filled by {fillers[w]} people and {want.Count} are wanted",
                ("place", id), ("skill", skill), ("people", fillers[w]), ("count", want.Count));
        }
    }

    private void CheckPairs()
    {
        foreach (var pair in problem.Aparts)
        {
            var (one, other) = (plan.Place[pair.Person], plan.Place[pair.Other]);
            if (one < 0 || other < 0 || tree.Unit[one] != tree.Unit[other]) continue;
            if (pinOf[pair.Person] >= 0 && pinOf[pair.Other] >= 0) continue;
            var unit = problem.Places[tree.Unit[one]].Id;
            findings.Add(
                ViolationCodes.Apart,
                $"人员 {problem.People[pair.Person].Id} 与 {problem.People[pair.Other].Id} 应分开，却同在 {unit}",
                $"{problem.People[pair.Person].Id} and {problem.People[pair.Other].Id} must be apart and are both in {unit}",
                ("person", problem.People[pair.Person].Id), ("other", problem.People[pair.Other].Id), ("unit", unit));
        }
    }

    public static int[] Tally(int[] held, int count)
    {
        var tally = new int[count];
        foreach (var index in held)
        {
            if (index >= 0) tally[index]++;
        }

        return tally;
    }

    private void Add(string code, int person, string zh, string en)
    {
        var id = problem.People[person].Id;
        var place = plan.Place[person] < 0 ? "" : problem.Places[plan.Place[person]].Id;
        var whereZh = place.Length == 0 ? "后备" : place;
        var whereEn = place.Length == 0 ? "reserve" : place;
        findings.Add(code, $"人员 {id}（{whereZh}）{zh}", $"Person {id} ({whereEn}) {en}", ("person", id), ("place", place));
    }
}
