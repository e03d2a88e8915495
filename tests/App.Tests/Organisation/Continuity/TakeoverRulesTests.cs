using Muster.Organisation;
using Muster.Organisation.Continuity;

namespace Muster.App.Tests.Organisation.Continuity;

public sealed class TakeoverRulesTests
{
    private static readonly Successor One = new(Guid.CreateVersion7(), TakeoverWay.Serving, null, 3, true, 0, false, null);

    [Fact]
    public void B_comes_before_C_before_the_chain_before_who_serves_there()
    {
        var (b, c, chain) = (Other(TakeoverWay.Alternate, Holder.B), Other(TakeoverWay.Alternate, Holder.C), Other(TakeoverWay.Chain));
        Assert.Equal(b, TakeoverRules.Choose([One, chain, c, b]).Chosen);
        Assert.Equal(c, TakeoverRules.Choose([One, chain, c]).Chosen);
        Assert.Equal(chain, TakeoverRules.Choose([One, chain]).Chosen);
    }

    [Fact]
    public void Fewest_seats_then_grade_then_membership_decide()
    {
        var (busy, low, plain) = (One with { SeatsHeld = 1, Grade = 9 }, One with { Grade = 2 }, One with { PartyMember = false });
        Assert.Equal(One, TakeoverRules.Choose([busy, low, plain, One]).Chosen);
    }

    [Fact]
    public void Somebody_exposed_comes_only_when_nobody_else_can_and_the_choice_says_who_was_passed_over()
    {
        var (exposed, barred) = (Other(TakeoverWay.Alternate, Holder.B) with { Exposed = true }, Other(TakeoverWay.Chain) with { Barred = "grade-too-low" });
        Assert.Equal(new SuccessorChoice(One, "exposed 1, grade-too-low 1"), TakeoverRules.Choose([exposed, barred, One]));
        Assert.Equal(exposed, TakeoverRules.Choose([exposed, barred]).Chosen);
        Assert.Equal(new SuccessorChoice(null, "grade-too-low 1"), TakeoverRules.Choose([barred]));
        Assert.Equal([("exposed", 1), ("grade-too-low", 1)], TakeoverRules.Passed("exposed 1, grade-too-low 1"));
    }

    private static Successor Other(TakeoverWay from, Holder? stands = null) => One with { Id = Guid.CreateVersion7(), From = from, Stands = stands };
}
