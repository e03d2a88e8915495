using System.Globalization;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Writes a problem as the folder that <see cref="FolderReading"/> reads back to the same problem.</summary>
internal sealed class FolderWriting(PlacingProblem problem, string folder)
{
    public void Write()
    {
        Directory.CreateDirectory(folder);
        WritePeople();
        WritePlaces();
        WriteAgencies();
        WriteNeeds();
        WriteRules();
        WriteSettings();
    }

    private CsvWriter Open(string name, string header)
    {
        var writer = new CsvWriter(File.Create(Path.Combine(folder, name)));
        writer.Row(header.Split(','));
        return writer;
    }

    private void WritePeople()
    {
        using var file = Open("people.csv", "id,x,y,agency,class,grade,member,skills,limits,team,previous,home");
        var skills = Sets(problem.SkillSets, problem.Skills);
        var limits = Sets(problem.LimitSets, problem.Limits);
        foreach (ref readonly var p in problem.People.AsSpan())
        {
            file.Field(p.Id);
            if (p.HasHome) file.Field(p.X).Field(p.Y);
            else file.Empty().Empty();
            file.Field(p.Agency < 0 ? "" : problem.Agencies[p.Agency].Id);
            file.Field(p.Experience switch { Experience.FirstTimer => "first-timer", Experience.OldHand => "old-hand", _ => "" });
            file.Field(p.Grade).Field(p.Member ? "yes" : "no").Field(skills[p.Skills]).Field(limits[p.Limits]);
            file.Field(p.Team < 0 ? "" : problem.Teams[p.Team]).Field(PlaceId(p.Previous));
            file.Field(p.Home < 0 ? "" : problem.Homes[p.Home]).End();
        }
    }

    private void WritePlaces()
    {
        using var file = Open("places.csv", "id,parent,x,y,minimum,target,limit,open,street,refuses,name");
        var limits = Sets(problem.LimitSets, problem.Limits);
        foreach (var p in problem.Places)
        {
            file.Field(p.Id).Field(PlaceId(p.Parent)).Field(p.X).Field(p.Y).Field(p.Minimum).Field(p.Target);
            if (p.Limit == PlacingPlace.NoLimit) file.Empty();
            else file.Field(p.Limit);
            file.Field(p.Open ? "yes" : "no").Field(p.Street).Field(limits[p.Refuses]).Field(p.Name).End();
        }
    }

    private void WriteAgencies()
    {
        using var file = Open("agencies.csv", "id,level,quota,stay,streets,pairing");
        foreach (var a in problem.Agencies)
        {
            file.Field(a.Id).Field(a.Level).Field(a.Quota).Field(a.Stay).Field(string.Join(';', a.Streets));
            file.Field(a.Pairing switch { Pairing.Hard => "hard", Pairing.Preferred => "preferred", _ => "" }).End();
        }
    }

    private void WriteNeeds()
    {
        using var seats = Open("seats.csv", "place,role,count,grade,member,skill");
        foreach (var s in problem.Seats)
        {
            seats.Field(PlaceId(s.Place)).Field(s.Role).Field(s.Count).Field(s.Grade).Field(s.Member ? "yes" : "no");
            seats.Field(s.Skill < 0 ? "" : problem.Skills[s.Skill]).End();
        }

        using var wants = Open("wanted.csv", "place,skill,count");
        foreach (var w in problem.Wants) wants.Field(PlaceId(w.Place)).Field(problem.Skills[w.Skill]).Field(w.Count).End();
    }

    private void WriteRules()
    {
        using var exclusions = Open("exclusions.csv", "person,place,reason");
        foreach (var e in problem.Exclusions) exclusions.Row(PersonId(e.Person), PlaceId(e.Place), e.Reason);
        using var aparts = Open("apart.csv", "person,other,reason");
        foreach (var a in problem.Aparts) aparts.Row(PersonId(a.Person), PersonId(a.Other), a.Reason);
        using var pins = Open("pins.csv", "person,place,role");
        foreach (var p in problem.Pins)
            pins.Row(PersonId(p.Person), PlaceId(p.Place), p.Seat < 0 ? "" : problem.Seats[p.Seat].Role);
        using var wishes = Open("wishes.csv", "person,place");
        foreach (var w in problem.Wishes) wishes.Row(PersonId(w.Person), PlaceId(w.Place));
    }

    private void WriteSettings()
    {
        var s = problem.Settings;
        using var file = Open("settings.csv", "key,value");
        file.Row("seed", s.Seed.ToString(CultureInfo.InvariantCulture));
        file.Row("fill", s.FillToLimit ? "limit" : "target");
        (string Key, int Value)[] weights =
        [
            ("travel", s.Travel), ("pairing", s.PairingMiss), ("skill", s.SkillMiss), ("change", s.Change),
            ("wish", s.WishMiss), ("team", s.TeamSplit), ("alone", s.Alone), ("mix", s.MixMiss),
            ("first-timers-per-old-hand", s.FirstTimersPerOldHand),
        ];
        foreach (var (key, value) in weights) file.Field(key).Field(value).End();
    }

    private string PersonId(int person) => problem.People[person].Id;

    private string PlaceId(int place) => place < 0 ? "" : problem.Places[place].Id;

    private static string[] Sets(int[][] sets, string[] words) =>
        sets.Select(set => string.Join(';', set.Select(w => words[w]))).ToArray();
}
