using DocumentFormat.OpenXml.Wordprocessing;
using Muster.Organisation.Contract;
using Muster.Platform.Files;
using Muster.Platform.Ui.Language;

namespace Muster.Organisation.Continuity;

/// <summary>The dossier on paper: a table for each part, in the order somebody who takes over reads them.</summary>
internal static class DossierDocx
{
    private const int MarginMm = 16, WidthMm = 210 - (2 * MarginMm);

    public static void Write(Stream output, Dossier dossier, Tongue t)
    {
        using var docx = new Docx(output, t["dossier.title", dossier.Of], MarginMm);
        docx.Add(Docx.Line(t["dossier.title", dossier.Of], 20, bold: true, font: Docx.Hei, align: JustificationValues.Center, before: 6, after: 6));
        docx.Add(Docx.Line(t["dossier.as-of", t.Moment(dossier.At)] + (dossier.Reason is { } why ? " · " + why : ""), 10.5, align: JustificationValues.Center, after: 10));
        foreach (var part in dossier.Parts) Part(docx, part);
        docx.Add(Docx.Line(t["dossier.secret"], 9, color: "47534F", before: 12));
    }

    private static void Part(Docx docx, DossierPart part)
    {
        docx.Add(Docx.Line(part.Title, 13, bold: true, font: Docx.Hei, before: 12, after: 4, keepNext: true));
        if (part.Rows.Count == 0)
        {
            docx.Add(Docx.Line(part.Empty, 10.5));
            return;
        }
        var widths = Widths(part);
        docx.BeginTable(widths, borders: true);
        var head = Docx.Row(widths.Zip(part.Columns, (width, title) => Docx.Cell(width, [Docx.Line(title, 10.5, bold: true, font: Docx.Hei)], fill: "DDE8E6")));
        head.PrependChild(new TableRowProperties(new CantSplit(), new TableHeader()));
        docx.Add(head);
        foreach (var row in part.Rows) docx.Add(Docx.Row(widths.Zip(row.Cells, (width, cell) => Docx.Cell(width, [Docx.Line(cell ?? "", 10, bold: row.Loud, color: row.Loud ? "A8261C" : null)]))));
        docx.EndTable();
    }

    /// <summary>By the longest of each column's first rows, none too narrow to read.</summary>
    private static int[] Widths(DossierPart part)
    {
        var letters = part.Columns.Select((title, i) => Math.Clamp(part.Rows.Take(60).Select(r => (r.Cells[i] ?? "").Length).Append(title.Length).Max(), 4, 30)).ToList();
        return [.. letters.Select(n => Docx.Twips((double)WidthMm * n / letters.Sum()))];
    }
}
