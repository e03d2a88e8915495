using Muster.Platform.Files;
using DocumentFormat.OpenXml.Wordprocessing;
using Muster.Platform.Ui.Language;

namespace Muster.Placements.Cards.Documents;

/// <summary>
/// The dispatch order (调派令): heading, document number, basis, the table by street, community and post with everybody's name and
/// agency, and lines to sign. A plan that is not published says on top that it is a draft.
/// </summary>
public sealed class OrderDocx(PlanRows rows)
{
    private const int MarginMm = 20;

    private static readonly int[] Columns = [Docx.Twips(34), Docx.Twips(40), Docx.Twips(84), Docx.Twips(12)];

    public async Task Write(Stream output, PlanPaper paper, Tongue t, CancellationToken stop)
    {
        using var docx = new Docx(output, t["papers.order.title", paper.Emergency], MarginMm);
        Heading(docx, paper, t);
        docx.BeginTable(Columns, borders: true);
        docx.Add(HeaderRow(t));
        var (street, area) = ("", "");
        List<PlacedRow> place = [];
        void Flush()
        {
            if (place.Count == 0) return;
            if (place[0].Street != street)
            {
                (street, area) = (place[0].Street, "");
                docx.Add(Docx.Row(7, Docx.Cell(Columns.Sum(), [Docx.Line(street, 11, bold: true, font: Docx.Hei, keepNext: true)], span: 4, fill: "EEF4F3", middle: true)));
            }
            docx.Add(PlaceRow(place, isFirst: place[0].Area != area, t));
            area = place[0].Area;
            place.Clear();
        }
        await foreach (var row in rows.Placed(paper.PlanId, byAgency: false, stop))
        {
            if (place.Count > 0 && place[0].PlaceId != row.PlaceId) Flush();
            place.Add(row);
        }
        Flush();
        docx.EndTable();
        Signatures(docx, paper, t);
    }

    private static void Heading(Docx docx, PlanPaper paper, Tongue t)
    {
        if (paper.State != PlanState.Published) docx.Add(Docx.Line(t["papers.order.draft"], 12, bold: true, color: "A8261C", font: Docx.Hei, align: JustificationValues.Right));
        docx.Add(Docx.Line(t["papers.order.title", paper.Emergency], 22, bold: true, font: Docx.Hei, align: JustificationValues.Center, before: 12, after: 6));
        docx.Add(Docx.Line(paper.Document ?? t["papers.order.no-number"], 12, align: JustificationValues.Center, after: 14));
        docx.Add(Docx.Line(t["papers.order.basis", paper.Reason ?? paper.Document ?? paper.Emergency], 12, after: 4));
        docx.Add(Docx.Line(t["papers.order.body", t.Number(paper.Placed), t.Number(paper.Agencies), t.Number(paper.Communities), t.Moment(paper.StartsAt),
            paper.EndsAt is { } ends ? t.Moment(ends) : t["papers.order.open"]], 12, after: 10));
    }

    private static TableRow HeaderRow(Tongue t)
    {
        var row = Docx.Row(Columns.Zip([t["papers.area"], t["papers.post"], t["papers.people"], t["papers.count"]],
            (width, head) => Docx.Cell(width, [Docx.Line(head, 10.5, bold: true, font: Docx.Hei, align: JustificationValues.Center)], fill: "DDE8E6")));
        row.PrependChild(new TableRowProperties(new CantSplit(), new TableHeader()));
        return row;
    }

    private static TableRow PlaceRow(List<PlacedRow> place, bool isFirst, Tongue t)
    {
        var people = place.SelectMany((p, i) => (IEnumerable<Run>)
        [
            Docx.Run((i > 0 ? CardWords.Comma(t) : "") + p.Name, 10.5, bold: p.Seat is not null),
            Docx.Run($"（{string.Join(' ', new[] { p.Agency, p.Seat }.Where(s => !string.IsNullOrEmpty(s)))}）", 9, color: "47534F"),
        ]);
        return Docx.Row([
            Docx.Cell(Columns[0], isFirst ? [Docx.Line(place[0].Area, 10.5)] : [Docx.Line("", 10.5)], merge: isFirst ? MergedCellValues.Restart : MergedCellValues.Continue),
            Docx.Cell(Columns[1], [Docx.Line(place[0].Post ?? t["papers.order.area"], 10.5)]),
            Docx.Cell(Columns[2], [Docx.Line(people)]),
            Docx.Cell(Columns[3], [Docx.Line(t.Number(place.Count), 10.5, align: JustificationValues.Center)])]);
    }

    private static void Signatures(Docx docx, PlanPaper paper, Tongue t)
    {
        docx.Add(Docx.Line(t["papers.order.end"], 12, before: 12, after: 24));
        docx.Add(Docx.Line(t["papers.order.sign"], 12, align: JustificationValues.Right, after: 14, keepNext: true));
        docx.Add(Docx.Line(t["papers.order.seal", paper.Area], 12, align: JustificationValues.Right, after: 14, keepNext: true));
        docx.Add(Docx.Line(paper.PublishedAt is { } at ? t.Day(at) : t["papers.order.day"], 12, align: JustificationValues.Right));
    }
}
