namespace Muster.People;

/// <summary>Counts what an import found odd and stored all the same: one line per kind instead of one per cell.</summary>
internal sealed class OddTally
{
    /// <summary>Cells named of each kind, so that somebody can look.</summary>
    private const int CellsNamed = 5;

    private readonly Dictionary<string, (long Count, List<string> Cells, string Zh, string En)> _kinds = new(StringComparer.Ordinal);

    public void Take(FileRow row)
    {
        foreach (var remark in row.Remarks)
        {
            if (remark.OfMany is not { } many) continue;
            var kind = _kinds.GetValueOrDefault(remark.Code, (0, [], many.Zh, many.En));
            if (kind.Cells.Count < CellsNamed) kind.Cells.Add($"{row.Sheet}!{remark.Cell}");
            _kinds[remark.Code] = kind with { Count = kind.Count + 1 };
        }
    }

    /// <summary>The commonest kind first.</summary>
    public IReadOnlyList<OddCells> Kinds =>
        [.. _kinds.OrderByDescending(k => k.Value.Count).ThenBy(k => k.Key, StringComparer.Ordinal).Select(k => new OddCells(k.Key, k.Value.Count, k.Value.Cells, k.Value.En, k.Value.Zh))];
}
