using Mono.Cecil;
using Muster.Platform.Acts;

namespace Muster.App.Tests.Architecture;

/// <summary>The shape of the program. Each rule is a function from types to complaints, tried on the program and on planted violations.</summary>
public sealed class ShapeTests
{
    private static readonly string AppFile = typeof(Modules).Assembly.Location;
    private static readonly string OptimiserFile = Path.Combine(Path.GetDirectoryName(AppFile)!, "Muster.Optimiser.dll");

    private static IEnumerable<TypeDefinition> Planted => References.Types(typeof(ShapeTests).Assembly.Location)
        .Where(type => type.Namespace.StartsWith("Muster.Planted", StringComparison.Ordinal));

    [Fact]
    public void A_module_names_only_modules_above_it()
    {
        Assert.Empty(AgainstModuleOrder(References.Types(AppFile), "Muster."));
        Assert.Contains(AgainstModuleOrder(Planted, "Muster.Planted."), c => c.Contains("PeopleThatKnowPlacements", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_are_pure()
    {
        Assert.Empty(ImpureRules(References.Types(AppFile)));
        Assert.NotEmpty(ImpureRules(Planted));
    }

    [Fact]
    public void Pages_do_not_touch_storage()
    {
        Assert.Empty(StorageInPages(References.Types(AppFile)));
        Assert.NotEmpty(StorageInPages(Planted));
    }

    [Fact]
    public void The_optimiser_stands_on_the_runtime_alone()
    {
        var outside = ModuleDefinition.ReadModule(OptimiserFile).AssemblyReferences.Select(a => a.Name)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal));
        Assert.Empty(outside);
        Assert.Contains(ModuleDefinition.ReadModule(AppFile).AssemblyReferences, a => !a.Name.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_act_can_be_reached_over_http()
    {
        Assert.Empty(ActsWithoutRoute(References.Types(AppFile).ToList()));
        Assert.Contains("PlantedAct", ActsWithoutRoute(Planted.ToList()));
    }

    [Fact]
    public void Each_act_is_named_by_a_test()
    {
        var tests = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        Assert.Empty(Acts(References.Types(AppFile)).Where(act => !tests.Contains(act.Name, StringComparison.Ordinal)).Select(act => act.Name));
    }

    private static IEnumerable<string> AgainstModuleOrder(IEnumerable<TypeDefinition> types, string root)
    {
        foreach (var type in types)
        {
            if (Module(type.FullName, root) is not { } own) continue;
            foreach (var named in References.Of(type))
                if (Module(named, root) is { } other && Order(other) > Order(own)) yield return $"{type.FullName} names {named}";
        }
    }

    private static string? Module(string fullName, string root) => fullName.StartsWith(root, StringComparison.Ordinal)
        && fullName[root.Length..].Split('.') is { Length: > 1 } parts && Modules.InOrder.Contains(parts[0]) ? parts[0] : null;

    private static int Order(string module) => Modules.InOrder.ToList().IndexOf(module);

    private static IEnumerable<string> ImpureRules(IEnumerable<TypeDefinition> types) =>
        from type in types
        where type.Name.EndsWith("Rules", StringComparison.Ordinal)
        from named in References.Of(type)
        where named.StartsWith("Muster.Platform.Storage", StringComparison.Ordinal) || named.StartsWith("Microsoft.", StringComparison.Ordinal)
            && !named.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || named is "System.TimeProvider" or "System.IO.File" or "System.Net.Http.HttpClient"
        select $"{type.FullName} names {named}";

    private static IEnumerable<string> StorageInPages(IEnumerable<TypeDefinition> types) =>
        from type in types
        where type.Namespace.EndsWith(".Pages", StringComparison.Ordinal) || type.Name.EndsWith("Endpoints", StringComparison.Ordinal)
        from named in References.Of(type)
        where named is "Muster.Platform.Storage.Store" or "Muster.Platform.Storage.Stores" or "Muster.Platform.Storage.Sql"
            || named.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
        select $"{type.FullName} names {named}";

    private static IEnumerable<TypeDefinition> Acts(IEnumerable<TypeDefinition> types) => types.Where(type => !type.IsAbstract
        && type.BaseType is GenericInstanceType { ElementType.FullName: "Muster.Platform.Acts.Act`1" });

    private static IEnumerable<string> ActsWithoutRoute(IReadOnlyList<TypeDefinition> types)
    {
        var mapped = types.SelectMany(MappedActs).ToHashSet(StringComparer.Ordinal);
        return Acts(types).Select(act => act.FullName).Where(act => !mapped.Contains(act) && !Unmapped.Contains(act)).Select(name => name.Split('.')[^1]);
    }

    /// <summary>Acts that other programs must not call on their own, each with the reason.</summary>
    private static readonly IReadOnlySet<string> Unmapped = new HashSet<string>(StringComparer.Ordinal)
    {
        typeof(Muster.Platform.Identity.UseSetupLink).FullName!, // takes a password's hash: the set-up page makes it
        "Muster.People.ImportPeople", // a job: POST /api/people/imports takes the file and starts it
        "Muster.Placements.Cards.Links.OpenPersonalLink", // what opening the page of a link does
        "Muster.Platform.Importing.KeepUpload", "Muster.Platform.Importing.DropUpload", "Muster.Platform.Importing.KeepRefusedRows", "Muster.People.KeepMappings", // the beginning and end of that file
        "Muster.Organisation.Continuity.OpenDossier", // what opening a dossier does
        "Muster.People.ExportIdentities", // the record of an export that was asked for
        "Muster.Placements.KeepSolution", // the result of SolvePlan, which has a route
        "Muster.Rosters.Filling.KeepFilled", // the result of FillRosters, which has a route
        "Muster.Platform.Identity.SigningIn.EnterAccount", "Muster.Platform.Identity.SigningIn.CountFailedSignIn", // what signing in does
        "Muster.Platform.Identity.SigningIn.UseActivation", "Muster.Platform.Identity.SigningIn.ChangePassword", // take a password's hash: their pages make it
        "Muster.Platform.Identity.SigningIn.ProveSelf", "Muster.Platform.Identity.Passkeys.AddPasskey", // what was shown is verified by their pages
        "Muster.Platform.Identity.Outside.SetIdentityProvider", // takes a sealed secret: its page and POST /api/sign-in/provider seal it
        "Muster.Platform.Identity.Outside.LinkOutside", // what signing in by the provider does
        "Muster.Platform.Identity.SigningIn.AddSecondFactor", // takes an encrypted key: its page makes it
        "Muster.Platform.Audit.ExportAudit", // the record of an export that was asked for
        "Muster.Territory.Loading.LoadAreas", // a job: POST /api/areas/load starts it
    };

    private static IEnumerable<string> MappedActs(TypeDefinition type)
    {
        foreach (var nested in type.NestedTypes)
            foreach (var act in MappedActs(nested)) yield return act;
        foreach (var instruction in type.Methods.Where(m => m.HasBody).SelectMany(m => m.Body.Instructions))
            if (instruction.Operand is GenericInstanceMethod { Name: nameof(Routes.MapAct) } map) yield return map.GenericArguments[0].FullName;
    }
}

/// <summary>Where the checkout is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Muster.slnx")) ? folder : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("Muster.slnx"));
}
