using Muster.Platform.Acts;

namespace Muster.Organisation;

/// <summary>What a formation must be.</summary>
public static class FormationRules
{
    public const int NameLengthMax = 200;

    public static IEnumerable<Broken> ForName(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return new("name-missing", "请给组织起个名字。", "Give the formation a name.", "Name");
        else if (name.Trim().Length > NameLengthMax) yield return new("name-too-long", $"名称最多 {NameLengthMax} 个字。", $"A name has at most {NameLengthMax} characters.", "Name");
    }

    public static Broken Unknown(string field) => new("formation-unknown", "没有这个组织，或已撤销。", "There is no such formation, or it was dissolved.", field);
}
