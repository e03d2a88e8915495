using FsCheck;
using FsCheck.Fluent;
using Muster.Organisation;

namespace Muster.App.Tests.Organisation;

public sealed class SeatRulesTests
{
    private static readonly SeatFacts Seat = new("第一书记", 50, false, false, false, new Dictionary<Holder, Guid>());

    private static SeatCandidate Person(int? grade = 50, bool member = true, bool alternate = false, Guid? id = null) => new(id ?? Guid.CreateVersion7(), "甲", grade, member, false, alternate);

    [Fact]
    public void A_grade_that_is_too_low_or_unknown_is_refused()
    {
        Assert.Empty(SeatRules.ForTaking(Seat, Person(60), Holder.A));
        Assert.Equal("grade-too-low", SeatRules.ForTaking(Seat, Person(40), Holder.A).Single().Code);
        Assert.Equal("grade-unknown", SeatRules.ForTaking(Seat, Person(null), Holder.A).Single().Code);
    }

    [Fact]
    public void A_group_leader_is_a_member_and_comes_from_the_alternates()
    {
        var seat = Seat with { MinimumGrade = null, PartyMember = true, FromAlternates = true };
        Assert.Equal(["not-a-member", "not-an-alternate"], SeatRules.ForTaking(seat, Person(member: false), Holder.A).Select(b => b.Code));
        Assert.Empty(SeatRules.ForTaking(seat, Person(alternate: true), Holder.A));
        Assert.Empty(SeatRules.ForTaking(seat, Person(), Holder.B));
    }

    [Fact]
    public void A_is_never_B_and_a_place_has_one_holder() => Prop.ForAll(
        Arb.From(from held in Gen.Choose(0, 2) from place in Gen.Choose(0, 2) from same in ArbMap.Default.GeneratorFor<bool>() select ((Holder)held, (Holder)place, same)), c =>
        {
            var sitting = Guid.CreateVersion7();
            var seat = Seat with { Held = new Dictionary<Holder, Guid> { [c.Item1] = sitting } };
            var codes = SeatRules.ForTaking(seat, Person(id: c.same ? sitting : null), c.Item2).Select(b => b.Code).ToList();
            return c.Item1 == c.Item2 ? codes.SequenceEqual([c.same ? "seat-held-already" : "seat-taken"]) : codes.SequenceEqual(c.same ? ["seat-twice"] : []);
        }).QuickCheckThrowOnFailure();
}
