using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>Finds the header row under whatever stands above it and guesses what each column means.</summary>
public static class MappingGuess
{
    /// <summary>Rows looked at for headers, and rows of content that count as evidence.</summary>
    public const int HeadRows = 60, SampleRows = 200;

    private const double ByContent = 0.6, Contradicted = 0.3;

    /// <param name="top">The first rows of the sheet, up to <see cref="HeadRows"/> + <see cref="SampleRows"/>.</param>
    /// <param name="hidden">Columns hidden on screen; they are mapped like the others and marked.</param>
    public static Mapping Of(IReadOnlyList<SheetRow> top, IReadOnlySet<int>? hidden = null)
    {
        var header = FindHeader(top);
        var sample = top.Where(r => header is null || r.Number > header.Number).Take(SampleRows).ToList();
        var profiles = ColumnProfile.Of(sample);
        var columns = new SortedDictionary<int, MappedColumn>();
        foreach (var cell in header?.Cells ?? [])
        {
            if (cell.IsBlank) continue;
            var found = HeaderWords.Find(cell.Text);
            var (field, confidence) = found ?? (PersonField.None, 0);
            columns[cell.Column] = new MappedColumn(cell.Column, Letters.Tidy(cell.Text), field, confidence);
        }
        foreach (int column in profiles.Keys)
            if (!columns.ContainsKey(column)) columns[column] = new MappedColumn(column, "", PersonField.None, 0);
        foreach (var (column, profile) in profiles) columns[column] = Weigh(columns[column], profile.Guess());
        Settle(columns);
        foreach (var column in columns.Values.ToList())
            if (hidden is not null && hidden.Contains(column.Column)) columns[column.Column] = column with { Hidden = true };
        return new Mapping(header?.Number ?? 0, Mapping.SignatureOf(columns.Values.Select(c => (c.Column, c.Header))), [.. columns.Values]);
    }

    /// <summary>The row that names most fields. Where headers stand in two rows the lower one wins: merged cells give it the
    /// names of the upper.</summary>
    internal static SheetRow? FindHeader(IReadOnlyList<SheetRow> top)
    {
        SheetRow? best = null;
        double bestScore = 0;
        foreach (var row in top.Take(HeadRows))
        {
            var fields = new Dictionary<PersonField, double>();
            int texts = 0;
            foreach (var cell in row.Cells)
            {
                if (cell.Kind != CellKind.Text || cell.IsBlank) continue;
                texts++;
                if (HeaderWords.Find(cell.Text) is { } found && found.Field is not (PersonField.None or PersonField.Reason))
                    fields[found.Field] = Math.Max(found.Confidence, fields.GetValueOrDefault(found.Field));
            }
            // A sentence about names and phones is one cell, a header is several, most of them known.
            bool alone = fields.Count == 1 && texts == 1 && fields.GetValueOrDefault(PersonField.Name) > 0.9;
            if (!alone && (fields.Count < 2 || fields.Count * 4 < texts)) continue;
            double score = fields.Values.Sum() + (fields.ContainsKey(PersonField.Name) ? 1 : 0);
            bool second = best is not null && row.Number == best.Number + 1 && score >= bestScore - 0.3
                && row.Cells.Any(c => c.Traits.HasFlag(CellTraits.Filled));
            if (score > bestScore || second) (best, bestScore) = (row, score);
        }
        return best;
    }

    /// <summary>Numbers speak for themselves: a column of ID numbers is one whatever stands above it.</summary>
    private static MappedColumn Weigh(MappedColumn column, PersonField content)
    {
        // "ID" over 1, 2, 3 is a serial number.
        if (column.Field == PersonField.IdNumber && content != column.Field && HeaderWords.Key(column.Header) == "id")
            return column with { Field = PersonField.None, Confidence = 0 };
        if (content == PersonField.None) return column;
        if (column.Field == content) return column with { Confidence = 1 };
        bool hard = content is PersonField.IdNumber or PersonField.Phone;
        bool open = column.Field == PersonField.None && (column.Header.Length == 0 || (hard && !HeaderWords.IsAnothers(column.Header)));
        if (open) return column with { Field = content, Confidence = ByContent };
        if (hard && column.Field is PersonField.IdNumber or PersonField.Phone) return column with { Field = content, Confidence = ByContent };
        return hard ? column with { Confidence = Contradicted } : column;
    }

    /// <summary>Of two columns that claim a field the surer keeps it, the left one when they are equal.</summary>
    private static void Settle(SortedDictionary<int, MappedColumn> columns)
    {
        foreach (var field in Enum.GetValues<PersonField>())
        {
            if (Mapping.MayRepeat(field)) continue;
            var claims = columns.Values.Where(c => c.Field == field).OrderByDescending(c => c.Confidence).ThenBy(c => c.Column);
            foreach (var loser in claims.Skip(1).ToList())
                columns[loser.Column] = loser with { Field = PersonField.None, Confidence = 0 };
        }
        if (columns.Values.All(c => c.Field != PersonField.Agency)) return;
        foreach (var both in columns.Values.Where(c => c.Field == PersonField.AgencyAndPost).ToList())
            columns[both.Column] = both with { Field = PersonField.Post, Confidence = Contradicted };
    }
}
