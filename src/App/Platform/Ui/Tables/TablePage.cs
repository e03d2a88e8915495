using Microsoft.AspNetCore.Components;

namespace Muster.Platform.Ui.Tables;

/// <summary>Whether a number is counted, estimated, or only as far as it was counted.</summary>
public enum Precision { Exact, About, AtLeast }

/// <summary>One page of a list.</summary>
/// <param name="Total">How many match in all; null where it was not counted.</param>
/// <param name="Previous">The cursor for <c>before</c>, or null at the start.</param>
/// <param name="Next">The cursor for <c>after</c>, or null at the end.</param>
public sealed record TablePage<T>(IReadOnlyList<T> Rows, long? Total, string? Previous = null, string? Next = null)
{
    /// <summary>How <see cref="Total"/> is meant where counting all of them would take long.</summary>
    public Precision Precision { get; init; }

    /// <summary>A list short enough to be shown whole.</summary>
    public static TablePage<T> Whole(IReadOnlyList<T> rows) => new(rows, rows.Count);
}

/// <summary>A column: its title, how a row fills its cell, and whether it sorts, stands right, or names the row.</summary>
public sealed record Column<T>(string Title, RenderFragment<T> Cell)
{
    /// <summary>The name in the address's <c>sort</c>; null: not sortable.</summary>
    public string? Sort { get; init; }

    /// <summary>Numbers stand right, with digits of one width.</summary>
    public bool Number { get; init; }

    /// <summary>The cell that names the row: the row's heading for screen readers, the card's title on a phone.</summary>
    public bool Main { get; init; }

    /// <summary>Stays on one line on a wide screen: names, phones, short words.</summary>
    public bool Short { get; init; }

    /// <summary>Left out below 768 px.</summary>
    public bool WideOnly { get; init; }

    public static Column<T> Text(string title, Func<T, string?> text) => new(title, row => builder => builder.AddContent(0, text(row)));

    public static Column<T> Of(string title, Func<T, long> number, Func<long, string> write) =>
        new(title, row => builder => builder.AddContent(0, write(number(row)))) { Number = true };
}

/// <summary>Which rows a bulk act is about: those ticked, or all that match the list's search and filters.</summary>
public sealed record Selection(bool All, IReadOnlyList<Guid> Ids, TableAsk Ask)
{
    public const string AllField = "all";
    public const string IdField = "id";
    public const string QueryField = "query";

    /// <summary>From a posted table (see DataTable).</summary>
    public static Selection Of(Forms.FormInput input, string listPath) => new(
        input[AllField] == "on",
        [.. input.All(IdField).Select(id => Guid.TryParse(id, out var value) ? value : Guid.Empty).Where(id => id != Guid.Empty)],
        new TableAsk(listPath, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(input[QueryField])));

    public bool IsEmpty => !All && Ids.Count == 0;
}
