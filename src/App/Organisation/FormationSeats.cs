namespace Muster.Organisation;

/// <summary>The leader's seat that comes with a formation.</summary>
internal static class FormationSeats
{
    /// <summary>
    /// Group leaders are party members; where the group mirrors an area, the leader comes from the alternates of its secretary (S2.2). A group
    /// at a post has no secretary of its own to take alternates from.
    /// </summary>
    public static Seat Leader(Formation formation) => new()
    {
        Id = Guid.CreateVersion7(), EmergencyId = formation.EmergencyId, FormationId = formation.Id, AreaId = formation.AreaId, Kind = Kind(formation.Kind),
        Title = formation.Name + Word(formation.Kind),
        PartyMember = formation.Kind is FormationKind.Committee or FormationKind.Branch or FormationKind.Group,
        FromAlternates = formation is { Kind: FormationKind.Group, PostId: null, AreaId: not null },
        Version = 1,
    };

    private static SeatKind Kind(FormationKind kind) => kind switch
    {
        FormationKind.Committee => SeatKind.CommitteeSecretary,
        FormationKind.Branch => SeatKind.BranchSecretary,
        FormationKind.Group => SeatKind.GroupLeader,
        FormationKind.Team or FormationKind.Squad => SeatKind.TeamLeader,
        _ => SeatKind.WorkGroupLeader,
    };

    internal static string Word(FormationKind kind) => kind switch
    {
        FormationKind.Committee or FormationKind.Branch => "书记",
        FormationKind.Team or FormationKind.Squad => "队长",
        FormationKind.Office => "主任",
        _ => "组长",
    };
}
