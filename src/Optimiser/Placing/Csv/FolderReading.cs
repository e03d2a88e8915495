using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Reads the files of a problem folder in the order in which they refer to each other.</summary>
internal sealed class FolderReading(string folder)
{
    private readonly List<FolderMistake> mistakes = [];
    private readonly TextPool people = new();
    private readonly TextPool places = new();
    private readonly TextPool agencies = new();
    private readonly TextPool teams = new();
    private readonly TextPool homes = new();
    private readonly WordSets skills = new();
    private readonly WordSets limits = new();
    private readonly TextPool seatKeys = new();

    public List<string> Notes { get; } = [];

    public PlacingProblem Read()
    {
        if (!Directory.Exists(folder))
            throw new FolderException([new FolderMistake(folder, 0, "", "", "a folder", "文件夹")]);
        NoteUnknownFiles();
        var agencyRows = ReadAgencies();
        var placeRows = ReadPlaces();
        var wants = ReadWants();
        var seats = ReadSeats();
        var personRows = ReadPeople();
        var problem = new PlacingProblem
        {
            Agencies = agencyRows,
            Places = placeRows,
            Wants = wants,
            Seats = seats,
            People = personRows,
            Exclusions = ReadExclusions(),
            Aparts = ReadAparts(),
            Pins = ReadPins(),
            Wishes = ReadWishes(),
            Settings = ReadSettings(),
            Teams = teams.ToArray(),
            Homes = homes.ToArray(),
            Skills = skills.Words,
            SkillSets = skills.Sets,
            Limits = limits.Words,
            LimitSets = limits.Sets,
        };
        if (mistakes.Count > 0) throw new FolderException(mistakes);
        return problem;
    }

    private void NoteUnknownFiles()
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.csv"))
        {
            var name = Path.GetFileName(path);
            if (!ProblemFolder.FileNames.Contains(name)) Notes.Add($"{name}: not a file of a problem folder, ignored");
        }
    }

    private CsvFile? Open(string name, bool needed, params string[] columns)
    {
        var path = Path.Combine(folder, name);
        if (File.Exists(path)) return new CsvFile(path, name, File.ReadAllBytes(path), columns, mistakes, Notes);
        if (needed) mistakes.Add(FolderMistake.Missing(name));
        return null;
    }

    private PlacingAgency[] ReadAgencies()
    {
        var rows = new List<PlacingAgency>();
        var file = Open("agencies.csv", needed: false, "id!", "level", "quota", "stay", "streets", "pairing");
        while (file?.Read() == true)
        {
            if (!NewId(file, agencies)) continue;
            var streets = file.Text(4).Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var pairing = file.Text(5) switch
            {
                "hard" => Pairing.Hard,
                "preferred" or "" => Pairing.Preferred,
                _ => Pairing.None,
            };
            if (pairing == Pairing.None) file.Mistake(5, "hard or preferred", "hard 或 preferred");
            if (streets.Length == 0) pairing = Pairing.None;
            rows.Add(new PlacingAgency(
                file.Text(0), file.Text(1), file.Whole(2, 0, 0, int.MaxValue), file.Whole(3, 0, 0, int.MaxValue), streets, pairing));
        }

        return [.. rows];
    }

    private PlacingPlace[] ReadPlaces()
    {
        var file = Open(
            "places.csv", needed: true, "id!", "parent", "x", "y", "minimum", "target", "limit", "open", "street", "refuses", "name");
        var rows = new List<PlacingPlace>();
        var parents = new List<(string Id, int Line)>();
        var opens = new List<int>();
        const int far = PlacingProblem.FarthestMetres;
        while (file?.Read() == true)
        {
            if (!NewId(file, places)) continue;
            var minimum = file.Whole(4, 0, 0, 1_000_000);
            var target = file.Whole(5, minimum, 0, 1_000_000);
            var limit = file.Whole(6, PlacingPlace.NoLimit, 0, 10_000_000);
            if (target < minimum) file.Mistake(5, $"at least the minimum, {minimum}", $"不小于下限 {minimum}");
            if (limit < target) file.Mistake(6, $"at least the target, {target}", $"不小于目标 {target}");
            if (file.Has(2) != file.Has(3)) file.Mistake(2, "both x and y, or neither", "x 与 y 同时有或同时无");
            parents.Add((file.Text(1), file.Line));
            opens.Add(file.Has(7) ? (file.YesNo(7, true) ? 1 : 0) : -1);
            rows.Add(new PlacingPlace(
                file.Text(0), -1, file.Whole(2, PlacingPerson.Nowhere, -far, far), file.Whole(3, PlacingPerson.Nowhere, -far, far),
                minimum, target, limit, true, file.Text(8), limits.Add(file[9]), file.Text(10)));
        }

        return PlaceLinks.Complete(rows, parents, opens, places, mistakes);
    }

    private PlacingWant[] ReadWants()
    {
        var rows = new List<PlacingWant>();
        var keys = new HashSet<(int, int)>();
        var file = Open("wanted.csv", needed: false, "place!", "skill!", "count");
        while (file?.Read() == true)
        {
            var place = file.Reference(0, places, "a place", "地点", needed: true);
            if (!file.Has(1)) file.Mistake(1, "the name of a skill", "技能名称");
            var skill = skills.Word(file[1]);
            if (place < 0) continue;
            if (!keys.Add((place, skill))) file.Mistake(1, "each skill once per place", "每个地点每种技能一行");
            rows.Add(new PlacingWant(place, skill, file.Whole(2, 1, 1, 1_000_000)));
        }

        return [.. rows];
    }

    private PlacingSeat[] ReadSeats()
    {
        var rows = new List<PlacingSeat>();
        var file = Open("seats.csv", needed: false, "place!", "role!", "count", "grade", "member", "skill");
        while (file?.Read() == true)
        {
            var place = file.Reference(0, places, "a place", "地点", needed: true);
            if (!file.Has(1)) file.Mistake(1, "the name of a role", "职位名称");
            if (place < 0) continue;
            seatKeys.Add(SeatKey(file[0], file[1]), out var isNew);
            if (!isNew) file.Mistake(1, "each role once per place (use count)", "每个地点每个职位一行（人数用 count）");
            rows.Add(new PlacingSeat(
                place, file.Text(1), file.Whole(2, 1, 1, 1_000_000), file.Whole(3, 0, 0, 1_000_000), file.YesNo(4, false),
                file.Has(5) ? skills.Word(file[5]) : -1));
        }

        return [.. rows];
    }

    private static byte[] SeatKey(ReadOnlySpan<byte> place, ReadOnlySpan<byte> role)
    {
        var key = new byte[place.Length + role.Length + 1];
        place.CopyTo(key);
        role.CopyTo(key.AsSpan(place.Length + 1));
        return key;
    }

    private PlacingPerson[] ReadPeople()
    {
        var file = Open(
            "people.csv", needed: true, "id!", "x", "y", "agency", "class", "grade", "member", "skills", "limits", "team",
            "previous", "home");
        var rows = new List<PlacingPerson>(1024);
        const int far = PlacingProblem.FarthestMetres;
        while (file?.Read() == true)
        {
            if (!NewId(file, people)) continue;
            if (file.Has(1) != file.Has(2)) file.Mistake(1, "both x and y, or neither", "x 与 y 同时有或同时无");
            rows.Add(new PlacingPerson(
                file.Text(0),
                file.Whole(1, PlacingPerson.Nowhere, -far, far),
                file.Whole(2, PlacingPerson.Nowhere, -far, far),
                file.Reference(3, agencies, "an agency", "派出单位", needed: false),
                ExperienceOf(file),
                file.Whole(5, 0, 0, 1_000_000),
                file.YesNo(6, false),
                skills.Add(file[7]),
                limits.Add(file[8]),
                file.Has(9) ? teams.Add(file[9], out _) : -1,
                file.Reference(10, places, "a place", "地点", needed: false),
                file.Has(11) ? homes.Add(file[11], out _) : -1));
        }

        return [.. rows];
    }

    private static Experience ExperienceOf(CsvFile file)
    {
        var text = file[4];
        if (text.Length == 0) return Experience.Unstated;
        if (text.SequenceEqual("first-timer"u8) || text.SequenceEqual("新手"u8)) return Experience.FirstTimer;
        if (text.SequenceEqual("old-hand"u8) || text.SequenceEqual("老手"u8)) return Experience.OldHand;
        file.Mistake(4, "first-timer, old-hand or nothing", "新手、老手或留空");
        return Experience.Unstated;
    }

    private PlacingExclusion[] ReadExclusions()
    {
        var rows = new List<PlacingExclusion>();
        var file = Open("exclusions.csv", needed: false, "person!", "place!", "reason");
        while (file?.Read() == true)
        {
            var person = file.Reference(0, people, "a person", "人员", needed: true);
            var place = file.Reference(1, places, "a place", "地点", needed: true);
            if (person >= 0 && place >= 0) rows.Add(new PlacingExclusion(person, place, file.Text(2)));
        }

        return [.. rows];
    }

    private PlacingApart[] ReadAparts()
    {
        var rows = new List<PlacingApart>();
        var file = Open("apart.csv", needed: false, "person!", "other!", "reason");
        while (file?.Read() == true)
        {
            var person = file.Reference(0, people, "a person", "人员", needed: true);
            var other = file.Reference(1, people, "a person", "人员", needed: true);
            if (person == other && person >= 0) file.Mistake(1, "another person", "另一人");
            else if (person >= 0 && other >= 0) rows.Add(new PlacingApart(person, other, file.Text(2)));
        }

        return [.. rows];
    }

    private PlacingPin[] ReadPins()
    {
        var rows = new List<PlacingPin>();
        var pinned = new HashSet<int>();
        var file = Open("pins.csv", needed: false, "person!", "place", "role");
        while (file?.Read() == true)
        {
            var person = file.Reference(0, people, "a person", "人员", needed: true);
            var place = file.Reference(1, places, "a place", "地点", needed: false);
            var seat = -1;
            if (file.Has(2))
            {
                seat = seatKeys.IndexOf(SeatKey(file[1], file[2]));
                if (seat < 0) file.Mistake(2, "a role of seats.csv at this place", "seats.csv 中该地点的职位");
            }

            if (person < 0) continue;
            if (!pinned.Add(person)) file.Mistake(0, "each person once", "每人一行");
            rows.Add(new PlacingPin(person, place, seat));
        }

        return [.. rows];
    }

    private PlacingWish[] ReadWishes()
    {
        var rows = new List<PlacingWish>();
        var file = Open("wishes.csv", needed: false, "person!", "place!");
        while (file?.Read() == true)
        {
            var person = file.Reference(0, people, "a person", "人员", needed: true);
            var place = file.Reference(1, places, "a place", "地点", needed: true);
            if (person >= 0 && place >= 0) rows.Add(new PlacingWish(person, place));
        }

        return [.. rows];
    }

    private PlacingSettings ReadSettings()
    {
        var settings = new PlacingSettings();
        var file = Open("settings.csv", needed: false, "key!", "value!");
        const int most = 1_000_000;
        while (file?.Read() == true)
        {
            settings = Encoding.UTF8.GetString(file[0]) switch
            {
                "seed" => settings with { Seed = file.Whole(1, 1, 0, int.MaxValue) },
                "fill" => settings with { FillToLimit = FillToLimit(file) },
                "travel" => settings with { Travel = file.Whole(1, settings.Travel, 0, 10) },
                "pairing" => settings with { PairingMiss = file.Whole(1, settings.PairingMiss, 0, most) },
                "skill" => settings with { SkillMiss = file.Whole(1, settings.SkillMiss, 0, most) },
                "change" => settings with { Change = file.Whole(1, settings.Change, 0, most) },
                "wish" => settings with { WishMiss = file.Whole(1, settings.WishMiss, 0, most) },
                "team" => settings with { TeamSplit = file.Whole(1, settings.TeamSplit, 0, most) },
                "alone" => settings with { Alone = file.Whole(1, settings.Alone, 0, most) },
                "mix" => settings with { MixMiss = file.Whole(1, settings.MixMiss, 0, most) },
                "first-timers-per-old-hand" => settings with
                {
                    FirstTimersPerOldHand = file.Whole(1, settings.FirstTimersPerOldHand, 1, most),
                },
                _ => Unknown(file, settings),
            };
        }

        return settings;
    }

    private static bool FillToLimit(CsvFile file)
    {
        var text = file.Text(1);
        if (text is not ("target" or "limit")) file.Mistake(1, "target or limit", "target 或 limit");
        return text == "limit";
    }

    private static PlacingSettings Unknown(CsvFile file, PlacingSettings settings)
    {
        file.Mistake(0, "a documented setting", "文档所列的设置项");
        return settings;
    }

    private static bool NewId(CsvFile file, TextPool pool)
    {
        if (!file.Has(0))
        {
            file.Mistake(0, "an id", "编号");
            return false;
        }

        pool.Add(file[0], out var isNew);
        if (!isNew) file.Mistake(0, "an id not used before in this file", "本文件中未用过的编号");
        return isNew;
    }
}
