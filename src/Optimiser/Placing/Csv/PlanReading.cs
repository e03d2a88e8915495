using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Reads a plan file, and its certificate and summary when they stand beside it.</summary>
internal sealed class PlanReading(PlacingProblem problem, string path)
{
    private readonly List<FolderMistake> mistakes = [];
    private readonly List<string> notes = [];
    private readonly TextPool places = Pool(problem.Places.Select(p => p.Id));
    private readonly TextPool agencies = Pool(problem.Agencies.Select(a => a.Id));
    private readonly TextPool skills = Pool(problem.Skills);
    private readonly Dictionary<(int Place, string Role), int> seats =
        problem.Seats.Select((s, i) => (s, i)).ToDictionary(x => (x.s.Place, x.s.Role), x => x.i);
    private readonly Dictionary<(int Place, int Skill), int> wants =
        problem.Wants.Select((w, i) => (w, i)).ToDictionary(x => (x.w.Place, x.w.Skill), x => x.i);

    public PlacingPlan Read()
    {
        var people = Pool(problem.People.Select(p => p.Id));
        var count = problem.People.Length;
        var place = new int[count];
        var seat = new int[count];
        var want = new int[count];
        var seen = new bool[count];
        Array.Fill(place, -1);
        Array.Fill(seat, -1);
        Array.Fill(want, -1);
        var file = Open(path, "person!", "place!", "role", "skill", "reason");
        var placed = 0;
        while (file.Read())
        {
            var i = file.Reference(0, people, "a person", "人员", needed: true);
            if (i < 0) continue;
            if (seen[i]) file.Mistake(0, "each person once", "每人一行");
            seen[i] = true;
            place[i] = file.Reference(1, places, "a place", "地点", needed: false);
            if (place[i] >= 0) placed++;
            if (file.Has(2)) seat[i] = Find(file, 2, seats, (place[i], file.Text(2)), "a role at this place", "该地点的职位");
            if (file.Has(3)) want[i] = Find(file, 3, wants, (place[i], skills.IndexOf(file[3])), "a skill wanted at this place", "该地点所需的技能");
        }

        for (var i = 0; i < count && mistakes.Count < CsvFile.MostMistakes; i++)
        {
            if (!seen[i])
                mistakes.Add(new FolderMistake(Path.GetFileName(path), 0, "person", problem.People[i].Id, "a line for each person", "每人一行"));
        }

        var plan = new PlacingPlan { Place = place, Seat = seat, Want = want, Placed = placed, Prices = ReadPrices() };
        plan = ReadSummary(plan);
        if (mistakes.Count > 0) throw new FolderException(mistakes);
        return plan;
    }

    private CsvFile Open(string file, params string[] columns)
    {
        if (!File.Exists(file)) throw new FolderException([new FolderMistake(file, 0, "", "", "a file", "文件")]);
        return new CsvFile(file, Path.GetFileName(file), File.ReadAllBytes(file), columns, mistakes, notes);
    }

    private PlacingPrices? ReadPrices()
    {
        if (!File.Exists(PlanFile.CertificatePath(path))) return null;
        var prices = new PlacingPrices
        {
            PlaceHigh = new long[problem.Places.Length],
            PlaceLow = new long[problem.Places.Length],
            SeatHigh = new long[problem.Seats.Length],
            SeatLow = new long[problem.Seats.Length],
            WantHigh = new long[problem.Wants.Length],
            WantLow = new long[problem.Wants.Length],
            AgencyHigh = new long[problem.Agencies.Length],
            AgencyLow = new long[problem.Agencies.Length],
        };
        var file = Open(PlanFile.CertificatePath(path), "kind!", "place!", "name!", "high!", "low!");
        while (file.Read())
        {
            var kind = file.Text(0);
            var at = kind == "agency" ? -1 : file.Reference(1, places, "a place", "地点", needed: true);
            var index = kind switch
            {
                "place" => at,
                "seat" => Find(file, 2, seats, (at, file.Text(2)), "a role at this place", "该地点的职位"),
                "want" => Find(file, 2, wants, (at, skills.IndexOf(file[2])), "a skill wanted at this place", "该地点所需的技能"),
                "agency" => file.Reference(2, agencies, "an agency", "派出单位", needed: true),
                _ => -2,
            };
            if (index == -2) file.Mistake(0, "place, seat, want or agency", "place、seat、want 或 agency");
            if (index < 0) continue;
            var (high, low) = kind switch
            {
                "place" => (prices.PlaceHigh, prices.PlaceLow),
                "seat" => (prices.SeatHigh, prices.SeatLow),
                "want" => (prices.WantHigh, prices.WantLow),
                _ => (prices.AgencyHigh, prices.AgencyLow),
            };
            high[index] = Number(file, 3);
            low[index] = Number(file, 4);
        }

        return prices;
    }

    private PlacingPlan ReadSummary(PlacingPlan plan)
    {
        if (!File.Exists(PlanFile.SummaryPath(path))) return plan;
        var file = Open(PlanFile.SummaryPath(path), "key!", "value!", "bound", "proved");
        var tiers = new List<PlacingTier>();
        var parts = new Dictionary<string, long>(StringComparer.Ordinal);
        while (file.Read())
        {
            var key = file.Text(0);
            if (file.Has(2)) tiers.Add(new PlacingTier(key, Number(file, 1), Number(file, 2), file.YesNo(3, false)));
            else if (key == "end") plan = plan with { End = Enum.TryParse<PlacingEnd>(file.Text(1), out var end) ? end : default };
            else if (key != "gap") parts[key] = Number(file, 1);
        }

        long Part(string key) => parts.GetValueOrDefault(key);
        return plan with
        {
            Tiers = [.. tiers],
            Bound = tiers.Find(t => t.Name == "cost")?.Bound ?? 0,
            Cost = new PlacingCost(
                Part("travel"), Part("pairing"), Part("skill"), Part("change"), Part("wish"), Part("team"), Part("alone"), Part("mix")),
        };
    }

    private static long Number(CsvFile file, int column)
    {
        if (long.TryParse(file.Text(column), System.Globalization.CultureInfo.InvariantCulture, out var value)) return value;
        file.Mistake(column, "a whole number", "整数");
        return 0;
    }

    private static int Find<TKey>(CsvFile file, int column, Dictionary<TKey, int> among, TKey key, string of, string ofZh)
        where TKey : notnull
    {
        if (among.TryGetValue(key, out var index)) return index;
        file.Mistake(column, of, ofZh);
        return -1;
    }

    private static TextPool Pool(IEnumerable<string> texts)
    {
        var pool = new TextPool();
        foreach (var text in texts) pool.Add(Encoding.UTF8.GetBytes(text), out _);
        return pool;
    }
}
