using System.Text;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Placing;

public sealed class ProblemFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("placing").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var problem = Small();
        ProblemFolder.Write(problem, folder);
        var again = ProblemFolder.Read(folder);
        Assert.Equal(problem.People, again.People);
        Assert.Equal(problem.Places, again.Places);
        Assert.Equal(problem.Seats, again.Seats);
        Assert.Equal(problem.Wants, again.Wants);
        Assert.Equal(problem.Pins, again.Pins);
        Assert.Equal(problem.Wishes, again.Wishes);
        Assert.Equal(problem.Exclusions, again.Exclusions);
        Assert.Equal(problem.Aparts, again.Aparts);
        Assert.Equal(problem.Settings, again.Settings);
        Assert.Equal(problem.Agencies[0].Streets, again.Agencies[0].Streets);
    }

    [Fact]
    public void Columns_stand_in_any_order_with_quotes_crlf_and_a_byte_order_mark()
    {
        Put("places.csv", "target,id,y,x,name\r\n2,\"a,1\",5,-7,\"say \"\"hi\"\"\nthere\"\r\n\r\n");
        Put("people.csv", "\uFEFFid,agency,colour\n张三·1 , ,red\n");
        var notes = new List<string>();
        var problem = ProblemFolder.Read(folder, notes);
        Assert.Equal(new PlacingPlace("a,1", -1, -7, 5, 0, 2, Name: "say \"hi\"\nthere"), problem.Places[0]);
        Assert.Equal("张三·1", problem.People[0].Id);
        Assert.Contains(notes, n => n.Contains("colour", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("id,x,y\np,1,2\np,1,2\n", 3, "id")]
    [InlineData("id,x,y\np,one,2\n", 2, "x")]
    [InlineData("id,x,y\np,1,\n", 2, "x")]
    [InlineData("id,agency\np,nobody\n", 2, "agency")]
    [InlineData("id,previous\np,nowhere\n", 2, "previous")]
    [InlineData("id,class\np,novice\n", 2, "class")]
    [InlineData("id,member\np,perhaps\n", 2, "member")]
    [InlineData("name\np\n", 1, "id")]
    [InlineData("id\n\"p\n", 2, "")]
    [InlineData("id\np,q\n", 2, "")]
    public void A_mistake_names_file_line_and_column(string people, int line, string column)
    {
        Put("places.csv", "id,x,y\na,0,0\n");
        Put("people.csv", people);
        var mistake = Assert.Throws<FolderException>(() => ProblemFolder.Read(folder)).Mistakes[0];
        Assert.Equal(("people.csv", line, column), (mistake.File, mistake.Line, mistake.Column));
    }

    [Fact]
    public void Parents_that_form_a_circle_are_refused()
    {
        Put("places.csv", "id,parent,x,y\na,b,0,0\nb,a,0,0\n");
        Put("people.csv", "id\n");
        Assert.Throws<FolderException>(() => ProblemFolder.Read(folder));
    }

    [Fact]
    public void A_plan_written_reads_back_the_same()
    {
        var problem = Small();
        var plan = new PlacingPlan
        {
            Place = [1, -1, 0],
            Seat = [0, -1, -1],
            Want = [-1, -1, 0],
            Placed = 2,
            Tiers = [new PlacingTier("minimum", 1, 1, true), new PlacingTier("cost", 30, 20, false)],
            Cost = new PlacingCost(1, 2, 3, 4, 5, 6, 7, 2),
            Bound = 20,
        };
        var path = Path.Combine(folder, "plan");
        PlanFile.Write(problem, plan, path, _ => "full, alas");
        var again = PlanFile.Read(problem, path);
        Assert.Equal(plan.Place, again.Place);
        Assert.Equal(plan.Seat, again.Seat);
        Assert.Equal(plan.Want, again.Want);
        Assert.Equal(plan.Tiers, again.Tiers);
        Assert.Equal((plan.Cost, plan.Bound, plan.Gap, plan.Reserve), (again.Cost, again.Bound, again.Gap, again.Reserve));
    }

    [Fact]
    public void A_plan_that_leaves_somebody_out_is_refused()
    {
        var path = Path.Combine(folder, "plan");
        File.WriteAllText(path, "person,place\np1,\np2,a\n");
        var mistakes = Assert.Throws<FolderException>(() => PlanFile.Read(Small(), path)).Mistakes;
        Assert.Equal("p3", Assert.Single(mistakes).Found);
    }

    private void Put(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(false));

    private static PlacingProblem Small() => new()
    {
        Agencies = [new PlacingAgency("g", "district", 1, 1, ["s1", "s2"], Pairing.Hard)],
        Places = [new PlacingPlace("a", -1, 0, 0, 1, 3, 5, Open: false, Street: "s1"), new PlacingPlace("b", 0, 10, 0, 1, 2, Street: "s1", Refuses: 1)],
        Skills = ["nurse", "driver"],
        SkillSets = [[], [1], [0, 1]],
        Limits = ["no-nights"],
        LimitSets = [[], [0]],
        Teams = ["t"],
        Homes = ["院,1"],
        Wants = [new PlacingWant(0, 0, 2)],
        Seats = [new PlacingSeat(1, "lead", 1, 2, true, 1)],
        People =
        [
            new PlacingPerson("p1", 1, 2, 0, Experience.OldHand, 3, true, 1, 1, 0, 1, 0),
            new PlacingPerson("p2", PlacingPerson.Nowhere, PlacingPerson.Nowhere),
            new PlacingPerson("p3", -4, 4, 0, Experience.FirstTimer, Skills: 2),
        ],
        Exclusions = [new PlacingExclusion(1, 1, "kin")],
        Aparts = [new PlacingApart(0, 2)],
        Pins = [new PlacingPin(0, 1, 0), new PlacingPin(1, -1)],
        Wishes = [new PlacingWish(2, 1)],
        Settings = new PlacingSettings { Seed = 9, FillToLimit = true, Alone = 7 },
    };
}
