using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Muster.Platform.Acts;

namespace Muster.Rehearsal.Scopes;

/// <summary>What to ask of a route at a place: its address, the same with ids that no record has, and what an act is given.</summary>
internal static partial class ScopeAsking
{
    /// <summary>The address of a route at a place; null where it has a parameter nobody here knows, which the matrix says.</summary>
    /// <param name="known">Which id stands for a parameter: the segment before it and its name.</param>
    public static string? Address(string pattern, Func<string, string, string?> known)
    {
        var address = new List<string>();
        foreach (var segment in pattern.Split('/'))
        {
            var filled = Parameter().Replace(segment, found => known(address.Count > 0 ? address[^1] : "", found.Groups[1].Value) ?? "\0");
            if (filled.Contains('\0', StringComparison.Ordinal)) return null;
            address.Add(filled);
        }
        return string.Join('/', address);
    }

    /// <summary>The record of a place that a parameter of a route means.</summary>
    public static Guid? Record(ScopePlace place, string before, string name, string pattern) => (before, name) switch
    {
        (_, "plan") => place.Plan,
        (_, "e") => place.Emergency,
        ("emergencies", "id") => place.Emergency,
        ("people", _) => place.Person,
        ("areas" or "below" or "owners" or "commands", _) => pattern.Contains("plans/", StringComparison.Ordinal) ? place.Community : place.Area,
        ("posts", _) => place.Post,
        ("agencies" or "quotas", _) => place.Agency,
        ("demand" or "places", _) => place.Community,
        ("formation", _) => place.Formation,
        ("seats", _) => place.Seat,
        ("cards", _) => place.Card,
        _ => place.Records.TryGetValue(before, out var record) ? record : null,
    };

    /// <summary>The input of an act about the records of a place, with something in every other field.</summary>
    public static JsonObject Input(Type act, ScopePlace place) => Fields(act, act.Name, place, 0);

    private static JsonObject Fields(Type type, string act, ScopePlace place, int depth)
    {
        var fields = new JsonObject();
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null))
            fields[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Value(property.PropertyType, property.Name, act, place, depth);
        return fields;
    }

    private static JsonNode? Value(Type type, string name, string act, ScopePlace place, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(Guid)) return JsonValue.Create(Of(name, act, place));
        if (type == typeof(string)) return JsonValue.Create("样例");
        if (type == typeof(bool)) return JsonValue.Create(false);
        if (type.IsEnum) return JsonValue.Create(Enum.GetNames(type)[0]);
        if (type == typeof(DateTimeOffset)) return JsonValue.Create(DateTimeOffset.UnixEpoch.AddYears(70).ToString("o", CultureInfo.InvariantCulture));
        if (type == typeof(DateOnly)) return JsonValue.Create("2040-01-01");
        if (type.IsPrimitive) return JsonValue.Create(1);
        if (type.IsGenericType && type.GetGenericArguments() is [var item] && typeof(System.Collections.IEnumerable).IsAssignableFrom(type)) return new JsonArray(Value(item, name, act, place, depth + 1));
        return depth < 4 && type.Namespace?.StartsWith("Muster", StringComparison.Ordinal) == true ? Fields(type, act, place, depth + 1) : null;
    }

    private static Guid Of(string name, string act, ScopePlace place) => name switch
    {
        "EmergencyId" => place.Emergency,
        "PlanId" or "BasedOnId" => place.Plan,
        "PostId" or "Posts" or "SuccessorId" => place.Post,
        "AgencyId" or "AgencyIds" => place.Agency,
        "SeatId" => place.Seat,
        "FormationId" => place.Formation,
        "PlaceId" or "PlaceIds" or "Subjects" => place.Community,
        _ when name.Contains("Area", StringComparison.Ordinal) || name is "Children" => place.Area,
        _ when name.Contains("Pe", StringComparison.Ordinal) || name is "KeptId" or "GoneId" or "Ids" or "Chosen" => place.Person,
        "ParentId" => act.Contains("Formation", StringComparison.Ordinal) ? place.Formation : act.Contains("Agency", StringComparison.Ordinal) ? place.Agency : place.Area,
        "Id" => act.Contains("Agency", StringComparison.Ordinal) ? place.Agency : place.Person,
        _ => place.Card,
    };

    /// <summary>Acts by the name of their route.</summary>
    public static IReadOnlyDictionary<string, Type> Acts { get; } = typeof(Act<>).Assembly.GetTypes()
        .Where(t => t is { IsAbstract: false, BaseType.IsGenericType: true } && t.BaseType.GetGenericTypeDefinition() == typeof(Act<>))
        .DistinctBy(t => t.Name).ToDictionary(t => Platform.Storage.Naming.Kebab(t.Name), StringComparer.Ordinal);

    [GeneratedRegex(@"\{([a-zA-Z]+)(?::[^}]*)?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
