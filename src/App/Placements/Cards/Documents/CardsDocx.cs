using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Muster.Platform.Files;
using Muster.Platform.Ui.Language;

namespace Muster.Placements.Cards.Documents;

/// <summary>Cards as a Word document: one post on each half page, eight people on a page.</summary>
internal sealed class CardsDocx(Tongue t, string? address)
{
    private const string Ink = "0B5F5C", Grey = "47534F";
    private const int MarginMm = 12, MembersMost = 40;
    private static readonly int Width = Docx.Twips(210 - (2 * MarginMm));

    public void Write(Stream output, string title, IReadOnlyList<IssuedCard> cards)
    {
        using var docx = new Docx(output, title, MarginMm);
        var pages = cards.Where(c => c.Kind != CardKind.Person).Chunk(2).Select(page => (Action)(() => Places(docx, page)))
            .Concat(cards.Where(c => c.Kind == CardKind.Person).Chunk(8).Select(page => (Action)(() => People(docx, page)))).ToList();
        for (var i = 0; i < pages.Count; i++)
        {
            pages[i]();
            docx.Add(Docx.Tight(pageBreak: i < pages.Count - 1));
        }
        if (pages.Count == 0) docx.Add(Docx.Line(t["cards.print.none"], 12));
    }

    private void Places(Docx docx, IssuedCard[] page)
    {
        docx.BeginTable([Width], borders: false);
        for (var i = 0; i < page.Length; i++)
        {
            if (i > 0) docx.Add(Docx.Row(6, Docx.Cell(Width, [Docx.Tight()])));
            docx.Add(Docx.Row(131, Docx.Cell(Width, Place(docx, page[i]), "TLBR")));
        }
        docx.EndTable();
    }

    private IEnumerable<OpenXmlElement> Place(Docx docx, IssuedCard card)
    {
        var content = CardContent.Read<PlaceContent>(card.Content);
        var inner = Width - 160;
        int right = Docx.Twips(34), left = inner - right;
        yield return Docx.Spread(inner, Docx.Run(content.Emergency + (content.Document is null ? "" : " · " + content.Document), 9, color: Grey),
            Docx.Run(card.Number, 9, bold: true, color: Ink, Docx.Hei), before: 3, after: 3);
        yield return Docx.Table([left, right], Docx.Row(
            Docx.Cell(left, [
                Docx.Line(t["cards.place.label"], 10, bold: true, Ink, Docx.Hei),
                Docx.Line(string.Join(" › ", content.Post is null ? content.Above.SkipLast(1) : content.Above), 10.5, color: Grey),
                Docx.Line(content.Name, 22, bold: true, font: Docx.Hei),
                Docx.Line(content.Address ?? "", 12, before: 2)]),
            Docx.Cell(right, Code(docx, card, 28, t["cards.place.scan"]))));
        yield return Docx.Tight();
        int half = inner / 2, other = inner - half;
        yield return Docx.Table([half, other], Docx.Row(
            Docx.Cell(half, Members(content), "TBR"),
            Docx.Cell(other, [
                Head(t["cards.post"]), Docx.Line(CardWords.Post(t, content), 12, after: 3),
                Head(t["cards.duty"]), Docx.Line(content.Duty ?? t["cards.duty.none"], 12, after: 3),
                Head(t["cards.rules"]), .. Rules(content.Rules)], "TB")));
        yield return Docx.Line([Docx.Run(t["cards.kit"] + "　", 9, bold: true, Ink, Docx.Hei), Docx.Run(content.Kit ?? t["cards.kit.none"], 11.5)], before: 4, after: 2);
        yield return Docx.Line([Docx.Run(t["cards.contact"] + "　", 9, bold: true, Ink, Docx.Hei), .. Contact(content.Contact, 13)], after: 2);
        yield return Docx.Line(t["cards.issued", t.Moment(card.IssuedAt)], 7.5, color: Grey, align: JustificationValues.Right);
    }

    private IEnumerable<OpenXmlElement> Members(PlaceContent content)
    {
        yield return Head(t["cards.people"] + "　" + CardWords.People(t, content));
        if (content.People.Count == 0) yield return Docx.Line(t["cards.people.none"], 10.5, color: Grey);
        if (content.People.Count <= 14)
            foreach (var member in content.People) yield return Docx.Line(Member(member), after: 1);
        else
            yield return Docx.Line(content.People.Take(MembersMost).SelectMany((m, i) => i == 0 ? Named(m) : [Docx.Run(CardWords.Comma(t), 10), .. Named(m)]));
        if (content.People.Count > MembersMost) yield return Docx.Line(t["cards.people.more", content.People.Count - MembersMost], 9, color: Grey);
    }

    private static IEnumerable<Run> Member(CardMember member) => [.. Named(member), Docx.Run("　" + member.Agency, 9, color: Grey)];

    private static IEnumerable<Run> Named(CardMember member)
    {
        yield return Docx.Run(member.Name, 12, bold: true);
        if (member.Title is not null) yield return Docx.Run($"（{member.Title}）", 9, color: Ink);
    }

    private void People(Docx docx, IssuedCard[] page)
    {
        int half = Width / 2, other = Width - half;
        docx.BeginTable([half, other], borders: true);
        foreach (var pair in page.Chunk(2))
            docx.Add(Docx.Row(66, Docx.Cell(half, Person(docx, pair[0], half)), Docx.Cell(other, pair.Length > 1 ? Person(docx, pair[1], other) : [Docx.Tight()])));
        docx.EndTable();
    }

    private IEnumerable<OpenXmlElement> Person(Docx docx, IssuedCard card, int width)
    {
        var content = CardContent.Read<PersonContent>(card.Content);
        int inner = width - 160, right = Docx.Twips(26), left = inner - right;
        yield return Docx.Spread(inner, Docx.Run(content.Emergency, 7.5, color: Grey), Docx.Run(card.Number, 7.5, bold: true, Ink, Docx.Hei), before: 2);
        List<Run> name = [Docx.Run(content.Name, 14, bold: true, font: Docx.Hei)];
        if (content.Title is not null) name.Add(Docx.Run("　" + content.Title, 8.5, color: Ink));
        yield return Docx.Table([left, right], Docx.Row(
            Docx.Cell(left, [
                Docx.Line(name), Docx.Line(content.Agency ?? "", 8, color: Grey),
                Docx.Line(content.Post ?? content.Above[^1], 11, bold: true, font: Docx.Hei, before: 2),
                Docx.Line(string.Join(" › ", content.Post is null ? content.Above.SkipLast(1) : content.Above), 8, color: Grey)]),
            Docx.Cell(right, Code(docx, card, 22, t["cards.person.scan"]))));
        yield return Fact(t["cards.when"], [Docx.Run(t.Moment(content.StartsAt) + (content.EndsAt is { } ends ? " – " + t.Moment(ends) : ""), 8.5, bold: true)]);
        if (content.Address is not null) yield return Fact(t["cards.where"], [Docx.Run(content.Address, 8.5)]);
        yield return Fact(t["cards.report"], Contact(content.ReportTo, 8.5));
        yield return Fact(t["cards.with"], [Docx.Run(CardWords.With(t, content, 6), 8.5)]);
        yield return Fact(t["cards.bring"], [Docx.Run(content.Bring ?? t["cards.kit.none"], 8.5)]);
    }

    private IEnumerable<OpenXmlElement> Code(Docx docx, IssuedCard card, double mm, string label)
    {
        if (CardAddress.Target(address, card) is not { } target) yield break;
        using var qr = new Qr(target);
        yield return docx.Picture(qr.Png(), mm, label);
        yield return Docx.Line(label, 7, color: Grey, align: JustificationValues.Center);
    }

    private IEnumerable<OpenXmlElement> Rules(string? rules) => rules is null
        ? [Docx.Line(t["cards.rules.none"], 12)]
        : Sentences.Of(rules).Select((rule, i) => Docx.Line(FormattableString.Invariant($"{i + 1}. {rule}"), 12));

    private IEnumerable<Run> Contact(CardContact? contact, double points) => contact is null
        ? [Docx.Run(t["cards.contact.none"], points)]
        : [Docx.Run(contact.Name, points, bold: true), Docx.Run($" {contact.Title} {contact.Phone}".TrimEnd(), points)];

    private static Paragraph Head(string text) => Docx.Line(text, 9, bold: true, Ink, Docx.Hei, before: 2, after: 1);

    private static Paragraph Fact(string label, IEnumerable<Run> value) => Docx.Line([Docx.Run(label + "　", 8, bold: true, Ink, Docx.Hei), .. value]);
}
