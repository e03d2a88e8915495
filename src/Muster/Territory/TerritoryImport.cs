using System.CommandLine;
using Muster.Territory.Importing;

namespace Muster.Cli.Territory;

/// <summary><c>muster area import</c> and <c>muster post import</c>: a spreadsheet, every row accounted for.</summary>
internal static class TerritoryImport
{
    private static readonly Option<TerritoryTable?> Table = new("--table") { Description = "what it holds, where the header leaves doubt" };

    public static Command Areas() => TableImportVerb.Make("import", "read areas or a re-cut from a spreadsheet (xlsx, xls, csv); formats: samples/README.md",
        (parse, _, _) => Task.FromResult("/api/territory/imports" + (parse.GetValue(Table) is { } table ? $"?table={table}" : "")), Table);

    public static Command Posts() => TableImportVerb.Make("import", "read posts from a spreadsheet (xlsx, xls, csv); format: samples/README.md", (_, _, _) => Task.FromResult("/api/posts/import"));
}

/// <summary><c>muster post …</c>.</summary>
internal static class PostVerbs
{
    public static Command Make() => new("post", "posts: the places in an area where people are needed") { TerritoryImport.Posts() };
}
