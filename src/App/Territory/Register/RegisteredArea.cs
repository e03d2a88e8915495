namespace Muster.Territory.Register;

/// <summary>One area of the national register.</summary>
/// <param name="Code">
/// Statistical code padded to 12 digits (120101000000). Unique within a level; across levels one repeats: 金门县 has a
/// street and a community of its own code.
/// </param>
/// <param name="ParentCode">Code of the area above, 0 for a province.</param>
/// <param name="Parent">Place of the area above in the list of the same province, -1 for a province.</param>
/// <param name="Level">Province, city, county, street or community.</param>
/// <param name="Name">The name as registered (三林新村第四居委会).</param>
public readonly record struct RegisteredArea(long Code, long ParentCode, int Parent, AreaLevel Level, string Name)
{
    /// <summary>
    /// True for a city that is only a heading in the code (市辖区, 县, 省直辖县级行政区划): it has no government and
    /// is left out where a path is shown to people.
    /// </summary>
    public bool IsHeading => Level == AreaLevel.City
        && Name is "市辖区" or "县" or "省直辖县级行政区划" or "自治区直辖县级行政区划";

    /// <summary>
    /// The kind of a community, told by the last three digits of its code as the coding rule of the statistics bureau
    /// has it; null above the communities. The register holds no class of urban and rural.
    /// </summary>
    public CommunityKind? Kind => Level != AreaLevel.Community ? null : (Code % 1000) switch
    {
        < 200 => CommunityKind.Residents,
        < 400 => CommunityKind.Village,
        < 500 => CommunityKind.LikeResidents,
        _ => CommunityKind.LikeVillage,
    };
}

/// <summary>Who runs a community.</summary>
public enum CommunityKind
{
    /// <summary>居民委员会.</summary>
    Residents = 1,

    /// <summary>村民委员会.</summary>
    Village = 2,

    /// <summary>Run like a residents' committee: a development zone, a factory's housing.</summary>
    LikeResidents = 3,

    /// <summary>Run like a villagers' committee: a farm's or forestry's living area.</summary>
    LikeVillage = 4,
}
