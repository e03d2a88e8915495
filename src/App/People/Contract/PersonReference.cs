using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;

namespace Muster.People.Contract;

/// <summary>
/// A column that names a person, and what becomes of its rows when two records of one person become one: they are the kept one's, but for those that
/// <see cref="Unless"/> finds. Each module says it of its own tables; a test holds the list against the columns there are.
/// </summary>
/// <remarks>In all SQL here <c>t</c> is the row; @kept and @gone are the records, @now and @reason the moment and the sentence, @actor who merges.</remarks>
public sealed record PersonReference(string Table, string Column)
{
    /// <summary>Whose id tells the rows of one person apart.</summary>
    public string Key { get; init; } = "id";

    /// <summary>Rows of the record that goes which cannot be, or shall not be, the kept one's; the rest moves.</summary>
    public string Unless { get; init; } = "";

    /// <summary>What is done first, so that more can move; a whole statement.</summary>
    public string First { get; init; } = "";

    /// <summary>How those that do not move end, each with its reason: a whole statement. Empty where they are only what once was.</summary>
    public string Ends { get; init; } = "";

    /// <summary>Rows stand as they were written, or the merge sees to them elsewhere.</summary>
    public bool Stays { get; init; }

    /// <summary>Nothing of the table moves by itself.</summary>
    public static PersonReference AsItWas(string table, string column) => new(table, column) { Stays = true };
}

/// <summary>Something of a later module that forbids merging two records as they are.</summary>
public interface IMindMerging
{
    Task<IReadOnlyList<Broken>> Against(Work work, Guid kept, Guid gone, CancellationToken stop);
}

public static class PersonReferences
{
    public static void AddPersonReferences(this IServiceCollection services, params PersonReference[] references)
    {
        foreach (var reference in references) services.AddSingleton(reference);
    }
}
