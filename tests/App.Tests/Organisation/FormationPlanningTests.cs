using FsCheck;
using FsCheck.Fluent;
using Muster.Organisation;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.App.Tests.Organisation;

public sealed class FormationPlanningTests
{
    [Fact]
    public void Heping_gets_a_committee_a_branch_per_community_and_a_group_at_each_post()
    {
        var t = new Territory(AreaLevel.County);
        for (var i = 0; i < 6; i++)
        {
            var street = t.Add(AreaLevel.Street, t.Top);
            for (var j = 0; j < (i < 4 ? 11 : 10); j++)
            {
                var community = t.Add(AreaLevel.Community, street);
                for (var k = 0; k < 6; k++) t.Post(community);
            }
        }
        var plan = FormationPlanning.Plan(FormationTemplate.ThreeTier, new(), AreaLevel.Community, t.Areas, t.Posts);
        Assert.Equal((7, 64, 384), (Count(plan, FormationKind.Committee), Count(plan, FormationKind.Branch), Count(plan, FormationKind.Group)));
        Assert.All(plan.Formations.Where(f => f.Kind == FormationKind.Group), f => Assert.Contains(f.PostArea!.Value, plan.Formations[f.Above].Areas));
        Assert.Equal(64, plan.Seats.Count(s => s.Kind == SeatKind.FirstSecretary));
        Assert.Equal(64 + 6 + 1, plan.Seats.Count(s => s.Kind == SeatKind.HostSecretary));
    }

    [Fact]
    public void Sanlin_gets_a_committee_a_branch_per_cluster_and_a_group_per_residential_area()
    {
        var t = new Territory(AreaLevel.Street);
        for (var i = 0; i < 6; i++)
        {
            var cluster = t.Add(AreaLevel.Cluster, t.Top);
            for (var j = 0; j < 10; j++) t.Post(t.Add(AreaLevel.Community, cluster));
        }
        var plan = FormationPlanning.Plan(FormationTemplate.ThreeTier, new(), AreaLevel.Community, t.Areas, t.Posts);
        Assert.Equal((1, 6, 60), (Count(plan, FormationKind.Committee), Count(plan, FormationKind.Branch), Count(plan, FormationKind.Group)));
        Assert.DoesNotContain(plan.Seats, s => s.Kind == SeatKind.FirstSecretary);
    }

    [Fact]
    public void Yongtai_gets_a_branch_seven_groups_a_team_per_compound_and_four_work_groups()
    {
        var t = new Territory(AreaLevel.Cluster);
        for (var i = 0; i < 7; i++)
        {
            var committee = t.Add(AreaLevel.Community, t.Top);
            for (var j = 0; j < (i == 0 ? 3 : 2); j++) t.Add(AreaLevel.Compound, committee);
        }
        var plan = FormationPlanning.Plan(FormationTemplate.ThreePlusOne, new(), AreaLevel.Community, t.Areas, t.Posts);
        Assert.Equal((1, 7, 15, 4), (Count(plan, FormationKind.Branch), Count(plan, FormationKind.Group), Count(plan, FormationKind.Team), Count(plan, FormationKind.WorkGroup)));
        Assert.All(plan.Formations.Where(f => f.Kind == FormationKind.Team), f => Assert.Equal(FormationKind.Group, plan.Formations[f.Above].Kind));
    }

    [Fact]
    public void Yintan_gets_one_office_seven_groups_and_34_branches_over_39_units()
    {
        var t = new Territory(AreaLevel.Street);
        for (var i = 0; i < 10; i++)
        {
            var community = t.Add(AreaLevel.Community, t.Top);
            for (var j = 0; j < (i < 9 ? 4 : 3); j++) t.Add(AreaLevel.Compound, community, 500 + (37 * i) + (11 * j));
        }
        var plan = FormationPlanning.Plan(FormationTemplate.OneOfficeSevenGroups, new(Branches: 34), AreaLevel.Compound, t.Areas, t.Posts);
        Assert.Equal((1, 7, 34), (Count(plan, FormationKind.Office), Count(plan, FormationKind.WorkGroup), Count(plan, FormationKind.Branch)));
        Assert.Equal(39, plan.Formations.Where(f => f.Kind == FormationKind.Branch).SelectMany(f => f.Areas).Distinct().Count());
    }

    [Fact]
    public void More_branches_than_units_are_refused()
    {
        var t = new Territory(AreaLevel.Street);
        t.Add(AreaLevel.Compound, t.Top);
        var refused = Assert.Throws<Refused>(() => FormationPlanning.Plan(FormationTemplate.OneOfficeSevenGroups, new(Branches: 2), AreaLevel.Compound, t.Areas, t.Posts));
        Assert.Equal("branches-impossible", refused.Rules.Single().Code);
    }

    [Fact]
    public void Branches_over_several_units_cover_each_unit_once_and_only_neighbours_share() => Prop.ForAll(
        Arb.From(from sizes in Gen.NonEmptyListOf(Gen.Choose(1, 8)) from residents in Gen.ListOf(Gen.Choose(0, 4000), 64) from cut in Gen.Choose(0, 100) select (sizes, residents, cut)), c =>
        {
            var t = new Territory(AreaLevel.County);
            var n = 0;
            foreach (var size in c.sizes.Take(8))
            {
                var parent = t.Add(AreaLevel.Community, t.Top);
                for (var i = 0; i < size; i++) t.Add(AreaLevel.Compound, parent, c.residents[n++ % c.residents.Count]);
            }
            var units = t.Areas.Where(a => a.Level == AreaLevel.Compound).ToList();
            var least = units.Select(u => u.ParentId).Distinct().Count();
            var wanted = least + ((units.Count - least) * c.cut / 100);
            var together = FormationPlanning.Together(units, wanted);
            return together.Count == wanted && together.SelectMany(g => g).SequenceEqual(units) && together.All(g => g.Select(u => u.ParentId).Distinct().Count() == 1);
        }).QuickCheckThrowOnFailure();

    private static int Count(FormationPlan plan, FormationKind kind) => plan.Formations.Count(f => f.Kind == kind);

    /// <summary>A territory in memory, kept in path order because children are added depth first.</summary>
    private sealed class Territory
    {
        private readonly List<PlanningArea> _areas = [];
        private readonly List<PlanningPost> _posts = [];
        private readonly Dictionary<Guid, int> _children = [];

        public Territory(AreaLevel top) => Top = Add(top, null);

        public PlanningArea Top { get; }

        public IReadOnlyList<PlanningArea> Areas => _areas.OrderBy(a => a.Path, StringComparer.Ordinal).ToList();

        public IReadOnlyList<PlanningPost> Posts => _posts;

        public PlanningArea Add(AreaLevel level, PlanningArea? parent, int residents = 1000)
        {
            var number = parent is null ? 0 : _children[parent.Id] = _children.GetValueOrDefault(parent.Id) + 1;
            var area = new PlanningArea(Guid.CreateVersion7(), parent?.Id, level, $"{level}{_areas.Count}", AreaPath.Child(parent?.Path ?? "", number), residents);
            _areas.Add(area);
            return area;
        }

        public void Post(PlanningArea area) => _posts.Add(new(Guid.CreateVersion7(), area.Id, "岗" + _posts.Count, area.Path));
    }
}
