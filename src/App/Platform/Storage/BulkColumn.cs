using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using SQLitePCL;

namespace Muster.Platform.Storage;

/// <summary>
/// One column of a bulk insert. The usual types go from property to database without a box, a converter or a copy of their text in
/// between, which is half the time of a large import; what is not usual takes the way of the EF model.
/// </summary>
internal sealed class BulkColumn<T> where T : class
{
    private const int TextOnStack = 384;

    private BulkColumn(string name, Action<sqlite3_stmt, int, T> bind, Action<NpgsqlBinaryImporter, T> write) =>
        (Name, Bind, Write) = (name, bind, write);

    public string Name { get; }

    public Action<sqlite3_stmt, int, T> Bind { get; }

    public Action<NpgsqlBinaryImporter, T> Write { get; }

    public static BulkColumn<T> Of(IProperty property)
    {
        var column = property.GetColumnName();
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        var isNullable = !property.ClrType.Equals(type);
        var own = property.GetTypeMapping().Converter is null or Convert.GuidToBytes or Convert.InstantToMicros || type.IsEnum && property.GetTypeMapping().Converter!.ProviderClrType.Equals(typeof(string));
        if (!own || property.PropertyInfo?.GetMethod is not { } get) return Slow(property, column);
        if (property.ClrType.Equals(typeof(string))) return Made<string?>(column, get, BindText, Written<string>(NpgsqlDbType.Text));
        if (property.ClrType.Equals(typeof(byte[]))) return Made<byte[]?>(column, get, BindBytes, Written<byte[]>(NpgsqlDbType.Bytea));
        if (type.IsEnum) return (BulkColumn<T>)typeof(BulkColumn<T>).GetMethod(nameof(OfEnum), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [column, get, isNullable])!;
        if (type.Equals(typeof(Guid))) return Value<Guid>(column, get, isNullable, BindGuid, NpgsqlDbType.Uuid);
        if (type.Equals(typeof(DateTimeOffset))) return Value<DateTimeOffset>(column, get, isNullable,
            (statement, at, value) => raw.sqlite3_bind_int64(statement, at, Convert.ToMicros(value)), NpgsqlDbType.TimestampTz);
        if (type.Equals(typeof(int))) return Value<int>(column, get, isNullable, (statement, at, value) => raw.sqlite3_bind_int(statement, at, value), NpgsqlDbType.Integer);
        if (type.Equals(typeof(long))) return Value<long>(column, get, isNullable, (statement, at, value) => raw.sqlite3_bind_int64(statement, at, value), NpgsqlDbType.Bigint);
        if (type.Equals(typeof(bool))) return Value<bool>(column, get, isNullable, (statement, at, value) => raw.sqlite3_bind_int(statement, at, value ? 1 : 0), NpgsqlDbType.Boolean);
        if (type.Equals(typeof(double))) return Value<double>(column, get, isNullable, (statement, at, value) => raw.sqlite3_bind_double(statement, at, value), NpgsqlDbType.Double);
        return Slow(property, column);
    }

    private static BulkColumn<T> Made<TValue>(string column, MethodInfo get, Action<sqlite3_stmt, int, TValue> bind, Action<NpgsqlBinaryImporter, TValue> write)
    {
        var read = get.CreateDelegate<Func<T, TValue>>();
        return new BulkColumn<T>(column, (statement, at, record) => bind(statement, at, read(record)), (copy, record) => write(copy, read(record)));
    }

    private static BulkColumn<T> Value<TValue>(string column, MethodInfo get, bool nullable, Action<sqlite3_stmt, int, TValue> bind, NpgsqlDbType type) where TValue : struct =>
        nullable
            ? Made<TValue?>(column, get, (statement, at, value) =>
            {
                if (value is { } told) bind(statement, at, told);
                else raw.sqlite3_bind_null(statement, at);
            }, (copy, value) =>
            {
                if (value is { } told) copy.Write(told, type);
                else copy.WriteNull();
            })
            : Made(column, get, bind, (copy, value) => copy.Write(value, type));

    private static BulkColumn<T> OfEnum<TEnum>(string column, MethodInfo get, bool nullable) where TEnum : struct, Enum
    {
        var names = Enum.GetValues<TEnum>().Distinct().ToDictionary(value => value, value => (Text: value.ToString(), Bytes: Encoding.UTF8.GetBytes(value.ToString())));
        void Bind(sqlite3_stmt statement, int at, TEnum value) => raw.sqlite3_bind_text(statement, at, names[value].Bytes);
        if (!nullable) return Made<TEnum>(column, get, Bind, (copy, value) => copy.Write(names[value].Text, NpgsqlDbType.Text));
        return Made<TEnum?>(column, get, (statement, at, value) =>
        {
            if (value is { } told) Bind(statement, at, told);
            else raw.sqlite3_bind_null(statement, at);
        }, (copy, value) =>
        {
            if (value is { } told) copy.Write(names[told].Text, NpgsqlDbType.Text);
            else copy.WriteNull();
        });
    }

    private static Action<NpgsqlBinaryImporter, TValue?> Written<TValue>(NpgsqlDbType type) where TValue : class => (copy, value) =>
    {
        if (value is null) copy.WriteNull();
        else copy.Write(value, type);
    };

    private static void BindText(sqlite3_stmt statement, int at, string? text)
    {
        if (text is null)
        {
            raw.sqlite3_bind_null(statement, at);
            return;
        }
        if (text.Length > TextOnStack / 3)
        {
            raw.sqlite3_bind_text(statement, at, text);
            return;
        }
        Span<byte> bytes = stackalloc byte[TextOnStack];
        raw.sqlite3_bind_text(statement, at, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static void BindBytes(sqlite3_stmt statement, int at, byte[]? bytes)
    {
        if (bytes is null) raw.sqlite3_bind_null(statement, at);
        else raw.sqlite3_bind_blob(statement, at, bytes);
    }

    private static void BindGuid(sqlite3_stmt statement, int at, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        raw.sqlite3_bind_blob(statement, at, bytes);
    }

    private static BulkColumn<T> Slow(IProperty property, string column)
    {
        var getter = property.GetGetter();
        var convert = property.GetTypeMapping().Converter?.ConvertToProvider;
        var type = property.GetRelationalTypeMapping().StoreType switch
        {
            "uuid" => NpgsqlDbType.Uuid,
            "timestamp with time zone" => NpgsqlDbType.TimestampTz,
            "text" => NpgsqlDbType.Text,
            "integer" => NpgsqlDbType.Integer,
            "bigint" => NpgsqlDbType.Bigint,
            "smallint" => NpgsqlDbType.Smallint,
            "boolean" => NpgsqlDbType.Boolean,
            "double precision" => NpgsqlDbType.Double,
            "bytea" => NpgsqlDbType.Bytea,
            "date" => NpgsqlDbType.Date,
            _ => NpgsqlDbType.Unknown,
        };
        object? Read(T record) => getter.GetClrValue(record) is { } value ? convert is null ? value : convert(value) : null;
        return new BulkColumn<T>(column, (statement, at, record) => BindAny(statement, at, Read(record)), (copy, record) =>
        {
            if (Read(record) is { } value) copy.Write(value, type);
            else copy.WriteNull();
        });
    }

    private static void BindAny(sqlite3_stmt statement, int at, object? value)
    {
        switch (value)
        {
            case null: raw.sqlite3_bind_null(statement, at); break;
            case string text: BindText(statement, at, text); break;
            case byte[] bytes: raw.sqlite3_bind_blob(statement, at, bytes); break;
            case int number: raw.sqlite3_bind_int(statement, at, number); break;
            case long number: raw.sqlite3_bind_int64(statement, at, number); break;
            case bool yes: raw.sqlite3_bind_int(statement, at, yes ? 1 : 0); break;
            case double number: raw.sqlite3_bind_double(statement, at, number); break;
            case short number: raw.sqlite3_bind_int(statement, at, number); break;
            case DateOnly day: raw.sqlite3_bind_text(statement, at, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            default: throw new NotSupportedException($"SQLite has no form for a {value.GetType().Name}; give the property a conversion.");
        }
    }
}
