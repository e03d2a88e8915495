using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Organisation.Contract;

/// <summary>What a dossier is of.</summary>
/// <param name="Areas">Each with all below it.</param>
/// <param name="People">Who was lost; empty for a dossier of an area nobody was lost in.</param>
public sealed record DossierAsk(IReadOnlyList<Guid> Areas, IReadOnlyList<Guid> People, DateTimeOffset At, Guid? LossId)
{
    /// <summary>Telephones in full: only for a loss, and only to who may act on it. Anybody else, and the dossier of a place where all is well, shows them masked.</summary>
    public bool Phones { get; init; }

    /// <summary>A table expression <c>near (id, path, name)</c> of <see cref="Areas"/> with all below them; needs <c>@areas</c>.</summary>
    public static string Near(Sql sql) => $"near as (select k.id, k.path, k.name from area t join area k on k.path >= t.path and k.path < t.path || '~' and k.valid_to is null where {IdSet.In(sql, "t.id", "@areas")})";

    public (string, object?)[] Values(Sql sql) => [("@areas", IdSet.Of(sql, Areas)), ("@people", IdSet.Of(sql, People)), ("@at", At)];
}

/// <summary>A part of a dossier: a table under a heading, the same on the page and on paper.</summary>
/// <param name="Order">Takeovers 10, seats 20, contacts 30, roster 40, people 50, open items 60, keys and posts 70, area 80.</param>
/// <param name="Rows">A cell per column; the first names the row.</param>
/// <param name="Empty">What is said where there is no row; it must say that there is nothing, not that nothing is known.</param>
public sealed record DossierPart(int Order, string Title, IReadOnlyList<string> Columns, IReadOnlyList<DossierRow> Rows, string Empty);

/// <param name="Href">The page of the record.</param>
/// <param name="Loud">Somebody has to do something about it.</param>
public sealed record DossierRow(IReadOnlyList<string?> Cells, string? Href = null, bool Loud = false);

/// <summary>What a module adds to the dossier of a takeover: what its records say that whoever takes over must know tonight.</summary>
public interface IAddToDossier
{
    Task<IReadOnlyList<DossierPart>> Parts(Sql sql, DossierAsk ask, Tongue t, CancellationToken stop);
}
