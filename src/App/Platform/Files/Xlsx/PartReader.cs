using System.Xml;

namespace Muster.Platform.Files.Xlsx;

/// <summary>XML of one of the small parts: no document type, nothing fetched, bounded depth and bounded vocabulary, errors in
/// our words.</summary>
internal sealed class PartReader : IDisposable
{
    private const int DepthMax = 64;

    private readonly XmlReader xml;
    private readonly PartStream stream;

    public PartReader(PartStream stream)
    {
        this.stream = stream;
        stream.Watched = true;
        xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, NameTable = new Vocabulary(), CloseInput = true,
            IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = false, CheckCharacters = false,
            MaxCharactersFromEntities = 1,
        });
    }

    public XmlReader Xml => xml;

    public bool Read()
    {
        try
        {
            if (!xml.Read()) return false;
        }
        catch (XmlException e)
        {
            throw SheetException.Damaged(stream.Name, $"XML {e.LineNumber}:{e.LinePosition}", e);
        }
        if (xml.Depth > DepthMax) throw SheetException.Bomb(stream.Name, $"depth > {DepthMax}");
        return true;
    }

    public void Dispose() => xml.Dispose();

    /// <summary>A name table that ends: a sheet knows some hundred names, a hostile one could bring millions.</summary>
    private sealed class Vocabulary : XmlNameTable
    {
        private const int NamesMax = 20_000;

        private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup;

        public Vocabulary() => lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();

        public override string Add(char[] array, int offset, int length) => Add(array.AsSpan(offset, length));

        public override string Add(string array) => Add(array.AsSpan());

        public override string? Get(char[] array, int offset, int length) =>
            length == 0 ? "" : lookup.TryGetValue(array.AsSpan(offset, length), out string? name) ? name : null;

        public override string? Get(string array) => array.Length == 0 ? "" : names.GetValueOrDefault(array);

        private string Add(ReadOnlySpan<char> text)
        {
            if (text.Length == 0) return "";
            if (lookup.TryGetValue(text, out string? name)) return name;
            if (names.Count >= NamesMax) throw SheetException.Bomb("xml", $"> {NamesMax} names");
            name = text.ToString();
            names.Add(name, name);
            return name;
        }
    }
}
