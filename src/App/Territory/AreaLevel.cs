namespace Muster.Territory;

/// <summary>
/// What an area is, from above to below. Depth is irregular: a street may hang on a city (东莞), a compound on a
/// community without a cluster between. The numbers are stored; gaps leave room for levels nobody has thought of.
/// </summary>
public enum AreaLevel
{
    /// <summary>省, 自治区, 直辖市.</summary>
    Province = 10,

    /// <summary>市, 州, 盟, and the groupings that stand in a city's place (市辖区, 省直辖县级行政区划).</summary>
    City = 20,

    /// <summary>区, 县, 旗, 县级市.</summary>
    County = 30,

    /// <summary>街道, 镇, 乡.</summary>
    Street = 40,

    /// <summary>片区, 社区 over several committees (三林); not in the register.</summary>
    Cluster = 50,

    /// <summary>居委会, 村委会 and what is like them.</summary>
    Community = 60,

    /// <summary>小区, 单元; not in the register.</summary>
    Compound = 70,

    /// <summary>楼栋; not in the register.</summary>
    Building = 80,
}

/// <summary>What coordinates are measured in: WGS-84 (satellites) or GCJ-02 (Chinese maps).</summary>
public enum Datum { Wgs84, Gcj02 }

/// <summary>What happened to an area; each is a record with a reason, and past records keep pointing at what stood then.</summary>
public enum AreaChangeKind { Add, Rename, Move, Split, Merge, Close }
