namespace Muster.Organisation;

/// <summary>临时组织: committee 临时党委, branch 临时党支部, group 临时党小组, team 战斗队, work group 工作组, office 办公室, squad 突击队.</summary>
public enum FormationKind { Committee, Branch, Group, Team, WorkGroup, Office, Squad }

/// <summary>Seats of the chain of command. Only <see cref="HostSecretary"/> commands by default.</summary>
public enum SeatKind { HostSecretary, FirstSecretary, BuildingLeader, CommitteeSecretary, BranchSecretary, GroupLeader, TeamLeader, WorkGroupLeader }

/// <summary>A holds the seat, B and C stand by for it (S2.2: one or two alternates).</summary>
public enum Holder { A, B, C }
