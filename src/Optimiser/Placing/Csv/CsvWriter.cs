using System.Buffers.Text;
using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Writes csv as UTF-8 with LF, quoting where RFC 4180 asks for it.</summary>
internal sealed class CsvWriter(Stream stream) : IDisposable
{
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;
    private bool first = true;

    public CsvWriter Field(string text)
    {
        Separate();
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0 && !text.StartsWith(' ') && !text.EndsWith(' '))
        {
            Raw(text);
            return this;
        }

        Raw("\"");
        Raw(text.Replace("\"", "\"\"", StringComparison.Ordinal));
        Raw("\"");
        return this;
    }

    public CsvWriter Field(long number)
    {
        Separate();
        Room(24);
        Utf8Formatter.TryFormat(number, buffer.AsSpan(used), out var written);
        used += written;
        return this;
    }

    public CsvWriter Empty()
    {
        Separate();
        return this;
    }

    public void End()
    {
        Raw("\n");
        first = true;
    }

    public void Row(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields) Field(field);
        End();
    }

    public void Dispose()
    {
        Flush();
        stream.Dispose();
    }

    private void Separate()
    {
        if (!first) Raw(",");
        first = false;
    }

    private void Raw(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > buffer.Length)
        {
            Flush();
            stream.Write(Encoding.UTF8.GetBytes(text));
            return;
        }

        Room(most);
        used += Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
    }

    private void Room(int most)
    {
        if (used + most > buffer.Length) Flush();
    }

    private void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
