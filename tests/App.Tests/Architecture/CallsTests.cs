using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Muster.Platform.Acts;

namespace Muster.App.Tests.Architecture;

/// <summary>Calls that are not made, in the code as it was compiled. Each rule is tried on the program and on planted violations.</summary>
public sealed class CallsTests
{
    private static readonly string[] Program = [typeof(Modules).Assembly.Location, Path.Combine(Path.GetDirectoryName(typeof(Modules).Assembly.Location)!, "Muster.Optimiser.dll")];

    private static IEnumerable<TypeDefinition> Planted => References.Types(typeof(CallsTests).Assembly.Location).Where(type => type.Namespace.StartsWith("Muster.Planted", StringComparison.Ordinal));

    [Fact]
    public void ASVS_1_3_12_No_pattern_can_run_away_and_ASVS_1_2_4_no_SQL_is_given_but_by_the_store()
    {
        var types = Program.SelectMany(References.Types).ToList();
        Assert.Empty(Runaways(types));
        Assert.Empty(SqlElsewhere(types));
        Assert.Contains("Muster.Planted.People.RunawayPattern::Find", Runaways(Planted));
        Assert.Contains("Muster.Planted.People.RunawayPattern::Ask", SqlElsewhere(Planted));
    }

    [Fact]
    public void ASVS_15_3_3_An_act_takes_its_own_parameters_and_nothing_else_can_be_set_on_it()
    {
        var acts = typeof(Act<>).Assembly.GetTypes().Where(t => t is { IsAbstract: false, BaseType.IsGenericType: true } && t.BaseType.GetGenericTypeDefinition() == typeof(Act<>)).ToList();
        Assert.True(acts.Count > 100);
        // The one of a job that a route of its own starts.
        Assert.Equal(["LoadAreas.AboveOnly"], acts.SelectMany(Besides));
        Assert.Equal(["Loose.Role"], Besides(typeof(Loose)));
    }

    private static IEnumerable<string> Besides(Type act)
    {
        var parameters = act.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return act.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod?.IsPublic == true && !parameters.Contains(p.Name) && p.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(p => $"{act.Name}.{p.Name}");
    }

    private sealed record Loose(Guid Id)
    {
        public string Role { get; init; } = "";
    }

    /// <summary>Patterns that are neither without backtracking nor bounded in time.</summary>
    private static IEnumerable<string> Runaways(IEnumerable<TypeDefinition> types) =>
        from method in Methods(types)
        where method.CustomAttributes.Any(a => a.AttributeType.Name == "GeneratedRegexAttribute" && (a.ConstructorArguments.Count < 2 || ((int)a.ConstructorArguments[1].Value & (int)RegexOptions.NonBacktracking) == 0))
            || method.HasBody && !IsGenerated(method) && method.Body.Instructions.Any(i => i.Operand is MethodReference { DeclaringType.FullName: "System.Text.RegularExpressions.Regex" } called
                && (called.Name == ".ctor" || !called.HasThis && called.Name is "Match" or "Matches" or "IsMatch" or "Replace" or "Split" or "Count" or "EnumerateMatches") && !IsBounded(i))
        select Name(method);

    /// <summary>The options are said a few instructions before the call.</summary>
    private static bool IsBounded(Instruction call)
    {
        for (var (i, n) = (call.Previous, 0); i is not null && n < 8; (i, n) = (i.Previous, n + 1))
            if (i.OpCode.Code is Code.Ldc_I4 && ((int)i.Operand & (int)RegexOptions.NonBacktracking) != 0) return true;
        return false;
    }

    private static bool IsGenerated(MethodDefinition method) => method.DeclaringType.FullName.Contains("RegularExpressions.Generated", StringComparison.Ordinal);

    /// <summary>Statements go to the database through the store's own hands, which bind values; everywhere else they have no way there.</summary>
    private static IEnumerable<string> SqlElsewhere(IEnumerable<TypeDefinition> types) =>
        from method in Methods(types)
        // The store, and what narrows its statements to a reach.
        where method.HasBody && !method.DeclaringType.FullName.StartsWith("Muster.Platform.Storage.", StringComparison.Ordinal) && !method.DeclaringType.FullName.StartsWith("Muster.Platform.Reading.", StringComparison.Ordinal)
        where method.Body.Instructions.Any(i => i.Operand is MethodReference called
            && (called.Name is "FromSqlRaw" or "ExecuteSqlRaw" or "ExecuteSqlRawAsync" or "SqlQueryRaw" || called.Name == "set_CommandText"))
        select Name(method);

    private static IEnumerable<MethodDefinition> Methods(IEnumerable<TypeDefinition> types) => types.SelectMany(t => t.Methods.Concat(Methods(t.NestedTypes)));

    private static string Name(MethodDefinition method) => $"{method.DeclaringType.FullName}::{method.Name}";
}
