namespace Muster.Territory;

/// <summary>
/// One word under which an area is found (<see cref="Names.NameKeys"/>), kept by level so that a search shows streets before communities.
/// Derived from the area's name and written with it; there is no foreign key because checking five million rows would double a load.
/// </summary>
public sealed class AreaKey
{
    public AreaLevel Level { get; set; }
    public string Key { get; set; } = "";
    public Guid AreaId { get; set; }
}
