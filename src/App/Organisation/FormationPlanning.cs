using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Organisation;

/// <summary>What a template makes of a territory. Pure: the same territory and options give the same plan.</summary>
/// <param name="BranchLevel">As decided; null where the top itself is the branch.</param>
public sealed record FormationPlan(IReadOnlyList<PlannedFormation> Formations, IReadOnlyList<PlannedSeat> Seats, AreaLevel? BranchLevel, AreaLevel? GroupLevel, bool GroupsAtPosts);

/// <summary>Grows the plan of a formation from the territory: parents before children.</summary>
public static class FormationPlanning
{
    public static readonly IReadOnlyList<string> FourWorkGroups = ["综合协调组", "核酸医护领航组", "物资保障组", "宣传信息组"];
    public static readonly IReadOnlyList<string> SevenGroups = ["社区管控组", "核酸检测组", "流调转运组", "物资保障组", "环境消杀组", "宣传引导组", "督查联络组"];

    /// <param name="areas">The emergency's area first, then what stands below it in path order, down to the building.</param>
    /// <exception cref="Refused">So many branches cannot be made.</exception>
    public static FormationPlan Plan(FormationTemplate template, FormationOptions options, AreaLevel covered, IReadOnlyList<PlanningArea> areas, IReadOnlyList<PlanningPost> posts)
    {
        var top = areas[0];
        var shape = Decide(template, options, covered, areas, posts.Count > 0);
        var list = new List<PlannedFormation>();
        var byArea = new Dictionary<Guid, int>();
        var parents = areas.ToDictionary(a => a.Id, a => a.ParentId);
        int Above(Guid area)
        {
            for (Guid? at = area; at is { } id; at = parents.GetValueOrDefault(id))
                if (byArea.TryGetValue(id, out var index)) return index;
            return list.Count > 0 ? 0 : -1;
        }
        int Mirror(FormationKind kind, PlanningArea area)
        {
            list.Add(new(kind, area.Name + Suffix(kind), [area.Id], null, null, Above(area.Id)));
            return byArea[area.Id] = list.Count - 1;
        }

        var topIsBranch = shape.Branch is null || shape.Branch == top.Level;
        Mirror(topIsBranch ? FormationKind.Branch : FormationKind.Committee, top);
        if (!topIsBranch && template == FormationTemplate.ThreeTier)
            foreach (var area in areas.Skip(1).Where(a => a.Level < shape.Branch)) Mirror(FormationKind.Committee, area);
        if (!topIsBranch) Branches(options, areas.Where(a => a.Level == shape.Branch).ToList(), list, byArea, Above);
        if (shape.Group is { } groups) foreach (var area in areas.Where(a => a.Level == groups && a != top)) Mirror(FormationKind.Group, area);
        if (template == FormationTemplate.ThreePlusOne) foreach (var area in areas.Where(a => a.Level == AreaLevel.Compound)) Mirror(FormationKind.Team, area);
        if (shape.AtPosts)
            foreach (var post in posts) list.Add(new(FormationKind.Group, post.Name + Suffix(FormationKind.Group), [], post.Id, post.AreaId, Above(post.AreaId)));
        WorkGroups(template, options, list);
        return new(list, Seats(options, covered, areas, posts, list), topIsBranch ? null : shape.Branch, shape.Group, shape.AtPosts);
    }

    private static (AreaLevel? Branch, AreaLevel? Group, bool AtPosts) Decide(FormationTemplate template, FormationOptions options, AreaLevel covered,
        IReadOnlyList<PlanningArea> areas, bool hasPosts)
    {
        var top = areas[0].Level;
        var hasClusters = areas.Skip(1).Any(a => a.Level == AreaLevel.Cluster);
        var branch = options.BranchLevel ?? template switch
        {
            FormationTemplate.OneOfficeSevenGroups => covered,
            FormationTemplate.ThreePlusOne => hasClusters ? AreaLevel.Cluster : null,
            _ when hasClusters && covered > AreaLevel.Cluster => AreaLevel.Cluster,
            _ when hasPosts || top >= AreaLevel.Street => covered,
            _ => AreaLevel.Street,
        };
        var atPosts = options.GroupsAtPosts ?? (template == FormationTemplate.ThreeTier && options.GroupLevel is null && branch == covered && hasPosts);
        var group = atPosts ? null : options.GroupLevel ?? template switch
        {
            FormationTemplate.OneOfficeSevenGroups => null,
            FormationTemplate.ThreePlusOne => AreaLevel.Community,
            _ => branch == covered ? (AreaLevel?)null : covered,
        };
        return (branch, group, atPosts);
    }

    private static void Branches(FormationOptions options, List<PlanningArea> units, List<PlannedFormation> list, Dictionary<Guid, int> byArea, Func<Guid, int> above)
    {
        foreach (var together in Together(units, options.Branches ?? units.Count))
        {
            list.Add(new(FormationKind.Branch, string.Join('、', together.Select(u => u.Name)) + Suffix(FormationKind.Branch), [.. together.Select(u => u.Id)], null, null, above(together[0].Id)));
            foreach (var unit in together) byArea[unit.Id] = list.Count - 1;
        }
    }

    /// <summary>
    /// Puts neighbours (in path order, under the same parent) together until so many remain: always the pair with the fewest residents,
    /// the first of equals.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<PlanningArea>> Together(IReadOnlyList<PlanningArea> units, int branches)
    {
        var least = units.Select(u => u.ParentId).Distinct().Count();
        if (branches > units.Count || branches < least)
            throw new Refused("branches-impossible", $"{units.Count} 个单元、分属 {least} 个上级，支部数只能在 {least} 到 {units.Count} 之间，现为 {branches}。",
                $"{units.Count} units under {least} parents make between {least} and {units.Count} branches, not {branches}.", nameof(FormationOptions.Branches));
        var groups = units.Select(u => new List<PlanningArea> { u }).ToList();
        while (groups.Count > branches)
        {
            var best = Enumerable.Range(0, groups.Count - 1).Where(i => groups[i][0].ParentId == groups[i + 1][0].ParentId)
                .MinBy(i => groups[i].Sum(u => (long)u.Residents) + groups[i + 1].Sum(u => (long)u.Residents));
            groups[best].AddRange(groups[best + 1]);
            groups.RemoveAt(best + 1);
        }
        return groups;
    }

    private static void WorkGroups(FormationTemplate template, FormationOptions options, List<PlannedFormation> list)
    {
        var names = options.WorkGroups ?? template switch
        {
            FormationTemplate.ThreePlusOne => FourWorkGroups,
            FormationTemplate.OneOfficeSevenGroups => SevenGroups,
            _ => [],
        };
        var under = template == FormationTemplate.ThreePlusOne
            ? Enumerable.Range(0, list.Count).Where(i => list[i].Kind == FormationKind.Branch).ToList() : [0];
        if (template == FormationTemplate.OneOfficeSevenGroups) list.Add(new(FormationKind.Office, "综合办公室", [], null, null, 0));
        foreach (var at in under)
            foreach (var name in names) list.Add(new(FormationKind.WorkGroup, name, [], null, null, at));
    }

    /// <summary>
    /// Who commands: the host secretary of every covered area, of every area with a post, and of every area that a committee, branch or
    /// group mirrors. Who accompanies: first secretaries. Who opens the door: building leaders.
    /// </summary>
    private static List<PlannedSeat> Seats(FormationOptions options, AreaLevel covered, IReadOnlyList<PlanningArea> areas, IReadOnlyList<PlanningPost> posts, List<PlannedFormation> list)
    {
        var hosted = posts.Select(p => p.AreaId).Concat(list.Where(f => f.Kind != FormationKind.Team).SelectMany(f => f.Areas)).ToHashSet();
        var first = options.FirstSecretaries ?? areas[0].Level <= AreaLevel.County;
        var seats = new List<PlannedSeat>();
        foreach (var area in areas)
        {
            if (area.Level == covered || hosted.Contains(area.Id)) seats.Add(new(SeatKind.HostSecretary, area.Id, area.Name + "书记"));
            if (first && area.Level == AreaLevel.Community) seats.Add(new(SeatKind.FirstSecretary, area.Id, area.Name + "第一书记"));
            if (area.Level == AreaLevel.Building) seats.Add(new(SeatKind.BuildingLeader, area.Id, area.Name + "楼组长"));
        }
        return seats;
    }

    internal static string Suffix(FormationKind kind) => kind switch
    {
        FormationKind.Committee => "临时党委",
        FormationKind.Branch => "临时党支部",
        FormationKind.Group => "临时党小组",
        FormationKind.Team => "战斗队",
        _ => "",
    };
}
