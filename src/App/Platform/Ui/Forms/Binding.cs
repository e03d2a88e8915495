using System.Globalization;
using System.Reflection;
using Muster.Platform.Acts;

namespace Muster.Platform.Ui.Forms;

/// <summary>
/// Makes an act of a form: each parameter of the act's constructor is read from the field of its name. Understood are text, whole and
/// decimal numbers, yes/no, ids, days, times, moments (China's time), enums, and lists of these. What cannot be read is a broken rule at its field.
/// </summary>
public static class Binding
{
    /// <param name="given">Values that come from elsewhere (the route, the signed-in person), by parameter name.</param>
    /// <returns>The act, or null with what is wrong.</returns>
    public static (TAct? Act, IReadOnlyList<Broken> Broken) To<TAct>(FormInput input, params (string Name, object? Value)[] given) where TAct : class
    {
        var constructor = typeof(TAct).GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var broken = new List<Broken>();
        var nullness = new NullabilityInfoContext();
        var values = constructor.GetParameters().Select(parameter =>
        {
            foreach (var (name, value) in given)
                if (string.Equals(name, parameter.Name, StringComparison.OrdinalIgnoreCase)) return value;
            try
            {
                return Value(input, parameter, nullness, broken);
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException)
            {
                broken.Add(new Broken("unreadable", $"“{input[parameter.Name!]}”不是{Expected(parameter.ParameterType).Zh}。",
                    $"“{input[parameter.Name!]}” is not {Expected(parameter.ParameterType).En}.", parameter.Name));
                return null;
            }
        }).ToArray();
        return broken.Count > 0 ? (null, broken) : ((TAct)constructor.Invoke(values), broken);
    }

    private static object? Value(FormInput input, ParameterInfo parameter, NullabilityInfoContext nullness, List<Broken> broken)
    {
        var (type, name) = (parameter.ParameterType, parameter.Name!);
        if (Element(type) is { } element)
        {
            var items = input.All(name).Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => One(v.Trim(), element)).ToList();
            var array = Array.CreateInstance(element, items.Count);
            for (var i = 0; i < items.Count; i++) array.SetValue(items[i], i);
            return type.IsAssignableFrom(array.GetType()) ? array : Activator.CreateInstance(type, array);
        }
        if (input[name] is { } text) return One(text, Nullable.GetUnderlyingType(type) ?? type);
        if (type == typeof(bool)) return false;
        if (Nullable.GetUnderlyingType(type) is not null || nullness.Create(parameter).WriteState == NullabilityState.Nullable) return null;
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        // Whether text may be empty is the act's rule; a number, day or choice without a value cannot become one.
        if (type == typeof(string)) return "";
        broken.Add(new Broken("missing", "请填写。", "This is needed.", name));
        return null;
    }

    private static Type? Element(Type type) => type == typeof(string) ? null
        : type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.GetGenericArguments() is [var one] ? one : null;

    private static object One(string text, Type type)
    {
        var plain = CultureInfo.InvariantCulture;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return text is "true" or "on" or "1";
        if (type == typeof(Guid)) return Guid.Parse(text, plain);
        if (type == typeof(DateOnly)) return DateOnly.Parse(text, plain);
        if (type == typeof(TimeOnly)) return TimeOnly.Parse(text, plain);
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(DateTime.Parse(text, plain, DateTimeStyles.None), TimeSpan.FromHours(8)).ToUniversalTime();
        if (type.IsEnum) return Enum.TryParse(type, text, ignoreCase: true, out var value) && Enum.IsDefined(type, value) ? value : throw new FormatException();
        return System.Convert.ChangeType(Narrow(text).Replace(",", "", StringComparison.Ordinal), type, plain);
    }

    /// <summary>Full-width digits and signs, as Chinese input methods give them, as ASCII (normalisation forms need ICU, which we run without).</summary>
    private static string Narrow(string text) =>
        string.Concat(text.Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));

    private static (string Zh, string En) Expected(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(DateOnly) || t == typeof(DateTimeOffset) || t == typeof(TimeOnly) => ("日期或时间", "a date or time"),
        var t when t == typeof(int) || t == typeof(long) || t == typeof(short) => ("整数", "a whole number"),
        var t when t == typeof(double) || t == typeof(decimal) => ("数字", "a number"),
        _ => ("可选的一项", "one of the choices"),
    };
}
