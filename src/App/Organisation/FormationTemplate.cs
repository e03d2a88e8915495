using Muster.Territory;

namespace Muster.Organisation;

/// <summary>The shapes that the accounts describe.</summary>
public enum FormationTemplate
{
    /// <summary>三级: committee, branch, group (S0.1, S3.2).</summary>
    ThreeTier,

    /// <summary>三加一: branch ↔ community, group ↔ residents' committee, team ↔ compound, and functional work groups (S2.1).</summary>
    ThreePlusOne,

    /// <summary>一办七组: one office, seven work groups, branches over the units (S4.2).</summary>
    OneOfficeSevenGroups,
}

/// <summary>How the template is laid over the territory; null lets the territory decide, and the preview says what it decided.</summary>
/// <param name="BranchLevel">Areas that get a branch.</param>
/// <param name="GroupLevel">Areas that get a group.</param>
/// <param name="GroupsAtPosts">Groups stand at posts instead of areas (430 in Heping).</param>
/// <param name="Branches">So many branches over the units: neighbours under the same parent share one, the smallest first (34 over 39).</param>
/// <param name="WorkGroups">Names of the work groups.</param>
/// <param name="FirstSecretaries">A first secretary for each community, without command (S3.17).</param>
/// <param name="FirstSecretaryGrade">Least grade; 50 is 处级.</param>
public sealed record FormationOptions(AreaLevel? BranchLevel = null, AreaLevel? GroupLevel = null, bool? GroupsAtPosts = null, int? Branches = null,
    IReadOnlyList<string>? WorkGroups = null, bool? FirstSecretaries = null, int FirstSecretaryGrade = FormationOptions.DivisionGrade)
{
    public const int DivisionGrade = 50;
}

/// <summary>An area as the plan sees it, in path order.</summary>
public sealed record PlanningArea(Guid Id, Guid? ParentId, AreaLevel Level, string Name, string Path, int Residents);

/// <summary>A post as the plan sees it.</summary>
public sealed record PlanningPost(Guid Id, Guid AreaId, string Name, string AreaPath);

/// <summary>A formation to be made. <paramref name="Above"/> is the index of the one above it in the plan's list, -1 for the top.</summary>
/// <param name="Areas">Areas it covers; one for a mirror, several for a branch over units, none for work groups and groups at posts.</param>
public sealed record PlannedFormation(FormationKind Kind, string Name, IReadOnlyList<Guid> Areas, Guid? PostId, Guid? PostArea, int Above);

/// <summary>A seat of the territory or of a community to be made.</summary>
public sealed record PlannedSeat(SeatKind Kind, Guid AreaId, string Title);
