using System.Buffers;
using System.Globalization;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>Writes markup and escaped text as UTF-8. An XML writer checks and indents its way through ten million cells in four
/// times the time; the rows of a sheet need none of that.</summary>
internal sealed class MarkupStream(Stream output) : IDisposable
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>");

    private readonly byte[] buffer = new byte[1 << 16];
    private int length;

    public void Raw(ReadOnlySpan<byte> markup)
    {
        if (length + markup.Length > buffer.Length) Flush();
        if (markup.Length > buffer.Length)
        {
            output.Write(markup);
            return;
        }
        markup.CopyTo(buffer.AsSpan(length));
        length += markup.Length;
    }

    /// <summary>Text between tags. Characters XML cannot hold are written the way spreadsheet programs do.</summary>
    public void Text(string text)
    {
        ReadOnlySpan<char> rest = XlsxText.Escape(text);
        while (!rest.IsEmpty)
        {
            int stop = rest.IndexOfAny(Special);
            Letters(stop < 0 ? rest : rest[..stop]);
            if (stop < 0) return;
            Raw(rest[stop] switch { '&' => "&amp;"u8, '<' => "&lt;"u8, _ => "&gt;"u8 });
            rest = rest[(stop + 1)..];
        }
    }

    public void Number(int number)
    {
        if (length + 16 > buffer.Length) Flush();
        number.TryFormat(buffer.AsSpan(length), out int size, default, CultureInfo.InvariantCulture);
        length += size;
    }

    public void Number(double number)
    {
        if (length + 40 > buffer.Length) Flush();
        number.TryFormat(buffer.AsSpan(length), out int size, "R", CultureInfo.InvariantCulture);
        length += size;
    }

    public void Dispose()
    {
        Flush();
        output.Dispose();
    }

    /// <summary>In pieces that fit the buffer, never cutting a surrogate pair.</summary>
    private void Letters(ReadOnlySpan<char> letters)
    {
        while (!letters.IsEmpty)
        {
            int take = Math.Min(letters.Length, 8_192);
            if (take < letters.Length && char.IsHighSurrogate(letters[take - 1])) take--;
            if (length + take * 3 > buffer.Length) Flush();
            length += Encoding.UTF8.GetBytes(letters[..take], buffer.AsSpan(length));
            letters = letters[take..];
        }
    }

    private void Flush()
    {
        output.Write(buffer, 0, length);
        length = 0;
    }
}
