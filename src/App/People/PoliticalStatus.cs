namespace Muster.People;

/// <summary>Political status by the codes of GB/T 4762; whether somebody is a party member is derived from it, never entered.</summary>
public static class PoliticalStatus
{
    /// <summary>Code and name, in the standard's order.</summary>
    public static readonly IReadOnlyList<(string Code, string Zh, string En)> All =
    [
        ("01", "中共党员", "member of the CPC"),
        ("02", "中共预备党员", "probationary member of the CPC"),
        ("03", "共青团员", "member of the Youth League"),
        ("04", "民革党员", "member of the RCCK"),
        ("05", "民盟盟员", "member of the CDL"),
        ("06", "民建会员", "member of the CNDCA"),
        ("07", "民进会员", "member of the CAPD"),
        ("08", "农工党党员", "member of the CPWDP"),
        ("09", "致公党党员", "member of the CZGP"),
        ("10", "九三学社社员", "member of the Jiusan Society"),
        ("11", "台盟盟员", "member of the TDSL"),
        ("12", "无党派人士", "independent"),
        ("13", "群众", "no affiliation"),
    ];

    public static bool IsKnown(string code) => All.Any(status => status.Code == code);

    public static string Zh(string? code) => All.FirstOrDefault(status => status.Code == code).Zh ?? "";

    public static string En(string? code) => All.FirstOrDefault(status => status.Code == code).En ?? "";

    /// <summary>Full and probationary members: both have a member's duties and report to the neighbourhood they live in.</summary>
    public static bool IsPartyMember(string? code) => code is "01" or "02";
}
