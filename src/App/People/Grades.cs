using Muster.People.Import.Reading;

namespace Muster.People;

/// <summary>The ranks that can be asked for as a least one, so that 处级 and above can be filtered; the scale is <see cref="GradeScale"/>.</summary>
public static class Grades
{
    /// <summary>处级 and above: what a first secretary of a community has to be.</summary>
    public const int DivisionDeputy = GradeScale.DivisionDeputy;

    /// <summary>Highest first: rank and name.</summary>
    public static readonly IReadOnlyList<(int Rank, string Zh, string En)> Steps =
    [
        (GradeScale.Bureau, "厅局级正职", "bureau, principal"), (GradeScale.BureauDeputy, "厅局级副职", "bureau, deputy"),
        (GradeScale.Division, "县处级正职", "division, principal"), (GradeScale.DivisionDeputy, "县处级副职", "division, deputy"),
        (GradeScale.Section, "乡科级正职", "section, principal"), (GradeScale.SectionDeputy, "乡科级副职", "section, deputy"),
        (GradeScale.Clerk, "科员", "staff"), (GradeScale.Assistant, "办事员", "clerk"),
    ];

    /// <summary>The rank of a grade as people write it; null where it is none that is known.</summary>
    public static int? Rank(string? written) => string.IsNullOrWhiteSpace(written) ? null : GradeScale.Rank(written);
}
