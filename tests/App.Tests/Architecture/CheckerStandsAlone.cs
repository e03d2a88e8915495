using Mono.Cecil;
using Mono.Cecil.Cil;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;
using Muster.Optimiser.Rostering;

namespace Muster.App.Tests.Architecture;

/// <summary>
/// A checker that shares a rule with the solver would share its mistake. It may name the data types of problem and plan
/// and the csv reader, nothing else of the optimiser, and none of the sums the plan works out of its own claims.
/// </summary>
public sealed class CheckerStandsAlone
{
    private const string Checker = "Muster.Optimiser.Checking";
    private const string Optimiser = "Muster.Optimiser";

    private static readonly HashSet<string> Allowed =
    [
        .. new[]
        {
            typeof(PlacingProblem), typeof(PlacingPerson), typeof(PlacingPlace), typeof(PlacingAgency), typeof(PlacingSeat),
            typeof(PlacingWant), typeof(PlacingExclusion), typeof(PlacingApart), typeof(PlacingPin), typeof(PlacingWish),
            typeof(PlacingSettings), typeof(Experience), typeof(Pairing), typeof(PlacingPlan), typeof(PlacingTier),
            typeof(PlacingCost), typeof(PlacingPrices), typeof(FolderException), typeof(FolderMistake),
            typeof(RosterProblem), typeof(RosterPerson), typeof(RosterTerms), typeof(RosterHistory), typeof(ShiftType), typeof(ShiftKind),
            typeof(Span), typeof(Cover), typeof(Company), typeof(Mentoring), typeof(RosterWish), typeof(RosterPin), typeof(RosterCertificate),
        }.Select(type => type.FullName!),
        "Muster.Optimiser.Placing.Csv.CsvFile",
    ];

    private static readonly string[] Claims = ["PlacingCost::get_Total", "PlacingPlan::get_Gap", "PlacingPlan::get_Reserve"];

    [Fact]
    public void The_checker_names_no_solver_and_no_cost_type()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(PlacingChecker).Assembly.Location);
        Assert.Empty(Trespasses(assembly.MainModule.Types.Where(type => type.Namespace == Checker)));
    }

    [Fact]
    public void A_checker_that_asks_the_plan_for_its_total_or_names_the_folder_reader_is_found()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(CheckerStandsAlone).Assembly.Location);
        var planted = assembly.MainModule.GetType(typeof(CheckerStandsAlone).FullName).NestedTypes.Single(t => t.Name == nameof(Planted));
        var found = Trespasses([planted]).ToArray();
        Assert.Contains(found, t => t.Contains("PlacingCost::get_Total", StringComparison.Ordinal));
        Assert.Contains(found, t => t.Contains("ProblemFolder", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Trespasses(IEnumerable<TypeDefinition> types)
    {
        foreach (var type in types)
        {
            foreach (var trespass in Trespasses(type.NestedTypes)) yield return trespass;
            var named = type.Fields.Select(field => field.FieldType)
                .Concat(type.BaseType is null ? [] : [type.BaseType])
                .Concat(type.Interfaces.Select(i => i.InterfaceType));
            foreach (var reference in named.SelectMany(Unfold).Where(IsForbidden)) yield return $"{type.FullName}: {reference.FullName}";
            foreach (var method in type.Methods)
            {
                var signature = method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType)
                    .Concat(method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : []);
                foreach (var reference in signature.SelectMany(Unfold).Where(IsForbidden)) yield return $"{method.FullName}: {reference.FullName}";
                if (!method.HasBody) continue;
                foreach (var trespass in method.Body.Instructions.SelectMany(Trespasses)) yield return $"{method.FullName}: {trespass}";
            }
        }
    }

    private static IEnumerable<string> Trespasses(Instruction instruction)
    {
        var references = instruction.Operand switch
        {
            MethodReference call => Unfold(call.DeclaringType)
                .Concat(call is GenericInstanceMethod generic ? generic.GenericArguments.SelectMany(Unfold) : [])
                .Concat(Unfold(call.ReturnType)),
            FieldReference field => Unfold(field.DeclaringType).Concat(Unfold(field.FieldType)),
            TypeReference type => Unfold(type),
            _ => [],
        };
        foreach (var reference in references.Where(IsForbidden)) yield return reference.FullName;
        if (instruction.Operand is MethodReference { } method && Claims.Any(claim => method.FullName.Contains(claim, StringComparison.Ordinal)))
        {
            yield return method.FullName;
        }
    }

    // A list of places names both the list and the place.
    private static IEnumerable<TypeReference> Unfold(TypeReference type)
    {
        yield return type.GetElementType();
        if (type is GenericInstanceType generic)
        {
            foreach (var inner in generic.GenericArguments.SelectMany(Unfold)) yield return inner;
        }

        if (type is TypeSpecification { ElementType: { } element } and not GenericInstanceType)
        {
            foreach (var inner in Unfold(element)) yield return inner;
        }
    }

    private static bool IsForbidden(TypeReference type)
    {
        if (type.IsGenericParameter) return false;
        var outermost = type;
        while (outermost.DeclaringType is { } around) outermost = around;
        return outermost.Namespace != Checker && !Allowed.Contains(outermost.FullName)
            && (outermost.Namespace == Optimiser || outermost.Namespace.StartsWith(Optimiser + ".", StringComparison.Ordinal));
    }

    private static class Planted
    {
        public static long Total(PlacingPlan plan) => plan.Cost.Total;

        public static PlacingProblem Read(string folder) => ProblemFolder.Read(folder);
    }
}
