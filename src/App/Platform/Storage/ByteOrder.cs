using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore;

namespace Muster.Platform.Storage;

/// <summary>
/// Marks a text column that is compared byte by byte, so that a prefix is an index range: COLLATE "C" on PostgreSQL;
/// SQLite compares bytes anyway.
/// </summary>
public static class ByteOrder
{
    public const string Mark = "Muster:ByteOrder";

    public static PropertyBuilder<string> UseByteOrder(this PropertyBuilder<string> property)
    {
        property.Metadata.SetAnnotation(Mark, true);
        return property;
    }
}
