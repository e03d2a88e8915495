using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Muster.App.Tests.Architecture;

/// <summary>Which types a type names: in its shape and in its methods' bodies, those of its nested and compiler-made types included.</summary>
internal static class References
{
    public static IEnumerable<TypeDefinition> Types(string assemblyFile) =>
        ModuleDefinition.ReadModule(assemblyFile).Types.Where(type => type.Name != "<Module>");

    public static IReadOnlySet<string> Of(TypeDefinition type)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Collect(type, found);
        return found;
    }

    private static void Collect(TypeDefinition type, HashSet<string> found)
    {
        Add(type.BaseType, found);
        foreach (var i in type.Interfaces) Add(i.InterfaceType, found);
        foreach (var f in type.Fields) Add(f.FieldType, found);
        foreach (var a in type.CustomAttributes) Add(a.AttributeType, found);
        foreach (var method in type.Methods)
        {
            Add(method.ReturnType, found);
            foreach (var p in method.Parameters) Add(p.ParameterType, found);
            if (!method.HasBody) continue;
            foreach (var v in method.Body.Variables) Add(v.VariableType, found);
            foreach (var instruction in method.Body.Instructions) Add(instruction, found);
        }
        foreach (var nested in type.NestedTypes) Collect(nested, found);
    }

    private static void Add(Instruction instruction, HashSet<string> found)
    {
        switch (instruction.Operand)
        {
            case MethodReference method:
                Add(method.DeclaringType, found);
                Add(method.ReturnType, found);
                if (method is GenericInstanceMethod generic)
                    foreach (var argument in generic.GenericArguments) Add(argument, found);
                break;
            case FieldReference field: Add(field.DeclaringType, found); break;
            case TypeReference type: Add(type, found); break;
        }
    }

    private static void Add(TypeReference? type, HashSet<string> found)
    {
        if (type is null or GenericParameter) return;
        if (type is GenericInstanceType generic)
            foreach (var argument in generic.GenericArguments) Add(argument, found);
        if (type is TypeSpecification specification)
        {
            Add(specification.ElementType, found);
            return;
        }
        found.Add(type.DeclaringType is null ? type.FullName : Outermost(type).FullName);
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
