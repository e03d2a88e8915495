using System.Runtime.CompilerServices;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

internal enum Tag : byte { Open, Close, Text }

/// <summary>A forward scanner for the two parts of an xlsx that grow with the number of people. It knows the XML that sheets
/// consist of and refuses the rest: no document type, no entities but the five of XML and numbers, 64 levels, UTF-8. The general
/// XML reader needs 10 s for the 75 million nodes of a full sheet, this about 2. What it returns points into its buffer and is
/// valid until the next call. Its loops ask for full optimisation at once: they run once per file and long.</summary>
internal sealed class TagScanner(PartStream part) : IDisposable
{
    private const int DepthMax = 64, PieceMax = 1 << 20;

    private readonly ulong[] open = new ulong[DepthMax + 1];
    private readonly DecodedText decoded = new(part.Name, PieceMax);
    private byte[] buffer = new byte[1 << 16];
    private int at, end, nameAt, nameLength, attributesAt, attributesEnd;
    private bool closesItself, closePending, ended;

    public Tag Kind { get; private set; }

    /// <summary>Number of elements around and including the one just opened; after a closing tag, those still open.</summary>
    public int Depth { get; private set; }

    public double Progress => part.Progress;

    /// <summary>Name without prefix.</summary>
    public ReadOnlySpan<byte> Name => buffer.AsSpan(nameAt, nameLength);

    /// <summary>True after opening an element that has no content; its closing tag is reported next like any other.</summary>
    public bool IsEmpty => closesItself;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        if (closePending) return CloseItself();
        while (true)
        {
            if (!Has(1))
            {
                if (Depth != 0) throw Broken("ends inside an element");
                return false;
            }
            if (buffer[at] != '<')
            {
                SkipText();
                Kind = Tag.Text;
                return true;
            }
            if (!Has(2)) throw Broken("ends inside a tag");
            switch (buffer[at + 1])
            {
                case (byte)'?':
                    ReadInstruction();
                    break;
                case (byte)'!':
                    if (!SkipComment()) throw Broken("document type or section");
                    break;
                case (byte)'/':
                    Close();
                    return true;
                default:
                    Open();
                    return true;
            }
        }
    }

    /// <summary>The next attribute of the element just opened, entities not decoded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool NextAttribute(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        while (attributesAt < attributesEnd && buffer[attributesAt] <= ' ') attributesAt++;
        if (attributesAt >= attributesEnd) return false;
        var rest = buffer.AsSpan(attributesAt, attributesEnd - attributesAt);
        int equals = rest.IndexOf((byte)'=');
        if (equals <= 0) throw Broken("attribute");
        int start = equals + 1;
        while (start < rest.Length && rest[start] <= ' ') start++;
        if (start >= rest.Length || rest[start] is not ((byte)'"' or (byte)'\'')) throw Broken("attribute");
        int length = rest[(start + 1)..].IndexOf(rest[start]);
        if (length < 0) throw Broken("attribute");
        name = Local(rest[..equals].TrimEnd((byte)' '));
        value = rest.Slice(start + 1, length);
        attributesAt += start + length + 2;
        return true;
    }

    /// <summary>The decoded UTF-8 text of the element just opened; its closing tag is consumed too. Children are passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Inner()
    {
        if (closesItself)
        {
            Read();
            return default;
        }
        int start = Locate(0, (byte)'<');
        int close = Locate(start, (byte)'>');
        if (buffer[at + start + 1] == '/')
        {
            var text = buffer.AsSpan(at, start);
            int after = close + 1;
            CheckClose(buffer.AsSpan(at + start + 2, close - start - 2));
            bool plain = !text.ContainsAny((byte)'&', (byte)'\r');
            var result = plain ? text : decoded.Only(text);
            at += after;
            Kind = Tag.Close;
            return result;
        }
        return InnerSlowly();
    }

    public void Dispose() => part.Dispose();

    /// <summary>Text broken by comments, sections or children.</summary>
    private ReadOnlySpan<byte> InnerSlowly()
    {
        int depth = Depth;
        decoded.Clear();
        while (Depth >= depth)
        {
            if (!Has(2)) throw Broken("ends inside an element");
            if (buffer[at] != '<')
            {
                int size = Locate(0, (byte)'<');
                if (Depth == depth) decoded.Decode(buffer.AsSpan(at, size));
                at += size;
            }
            else if (buffer[at + 1] == '!' && TakeSection(out var section))
            {
                if (Depth == depth) decoded.Append(section);
            }
            else if (!Read()) throw Broken("ends inside an element");
        }
        return decoded.Bytes;
    }

    private bool TakeSection(out ReadOnlySpan<byte> section)
    {
        section = default;
        if (!Has(9) || !buffer.AsSpan(at, 9).SequenceEqual("<![CDATA["u8)) return false;
        at += 9;
        int size = Locate("]]>"u8);
        section = buffer.AsSpan(at, size);
        at += size + 3;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Open()
    {
        int size = LocateTagEnd(), i = at + size;
        closesItself = buffer[i - 1] == '/';
        int nameEnd = at + 1;
        while (buffer[nameEnd] is not ((byte)'>' or (byte)'/' or <= (byte)' ')) nameEnd++;
        (attributesAt, attributesEnd) = (nameEnd, closesItself ? i - 1 : i);
        var full = buffer.AsSpan(at + 1, nameEnd - at - 1);
        if (full.IsEmpty) throw Broken("tag");
        if (++Depth > DepthMax) throw SheetException.Bomb(part.Name, $"depth > {DepthMax}");
        open[Depth] = Sign(full);
        nameLength = Local(full).Length;
        nameAt = nameEnd - nameLength;
        at = i + 1;
        closePending = closesItself;
        Kind = Tag.Open;
    }

    /// <summary>Distance to the end of the tag that begins here; an attribute may hold a &gt; of its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LocateTagEnd()
    {
        byte quote = 0;
        for (int i = 1; ; i++)
        {
            if (at + i >= end && !Has(i + 1)) throw Broken("ends inside a tag");
            byte b = buffer[at + i];
            if (b > '>') continue;
            if (quote != 0)
            {
                if (b == quote) quote = 0;
            }
            else if (b == '>') return i;
            else if (b is (byte)'"' or (byte)'\'') quote = b;
            else if (b == '<') throw Broken("tag");
        }
    }

    private bool CloseItself()
    {
        (closePending, closesItself) = (false, false);
        Depth--;
        Kind = Tag.Close;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Close()
    {
        int size = Locate(0, (byte)'>');
        var name = buffer.AsSpan(at + 2, size - 2);
        CheckClose(name);
        var local = Local(name.TrimEnd(" \t\r\n"u8));
        nameAt = at + 2 + name.IndexOf(local);
        nameLength = local.Length;
        at += size + 1;
        closesItself = false;
        Kind = Tag.Close;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CheckClose(ReadOnlySpan<byte> name)
    {
        if (Depth == 0 || open[Depth] != Sign(name.TrimEnd(" \t\r\n"u8))) throw Broken("tags do not match");
        Depth--;
    }

    /// <summary>Length and first seven letters: enough to notice a file whose tags do not match.</summary>
    private static ulong Sign(ReadOnlySpan<byte> name)
    {
        ulong sign = (byte)name.Length;
        for (int i = 0; i < name.Length && i < 7; i++) sign = (sign << 8) | name[i];
        return sign;
    }

    private static ReadOnlySpan<byte> Local(ReadOnlySpan<byte> name) => name[(name.IndexOf((byte)':') + 1)..];

    private void SkipText()
    {
        while (true)
        {
            int next = buffer.AsSpan(at, end - at).IndexOf((byte)'<');
            if (next >= 0)
            {
                at += next;
                return;
            }
            at = end;
            if (!Fill()) return;
        }
    }

    private bool SkipComment()
    {
        if (!Has(4) || !buffer.AsSpan(at, 4).SequenceEqual("<!--"u8)) return false;
        at += 4;
        at += Locate("-->"u8) + 3;
        return true;
    }

    private void ReadInstruction()
    {
        int size = Locate("?>"u8);
        string text = Encoding.Latin1.GetString(buffer, at, size);
        int encoding = text.IndexOf("encoding=", StringComparison.Ordinal);
        if (text.StartsWith("<?xml ", StringComparison.Ordinal) && encoding > 0
            && !text.AsSpan(encoding + 10).StartsWith("utf-8", StringComparison.OrdinalIgnoreCase)
            && !text.AsSpan(encoding + 10).StartsWith("us-ascii", StringComparison.OrdinalIgnoreCase)) throw Broken("not UTF-8");
        at += size + 2;
    }

    /// <summary>Distance from here to a letter at or after an offset, reading on as needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Locate(int from, byte letter)
    {
        while (true)
        {
            int found = buffer.AsSpan(at + from, end - at - from).IndexOf(letter);
            if (found >= 0) return from + found;
            from = end - at;
            if (!Fill()) throw Broken("ends inside an element");
        }
    }

    private int Locate(ReadOnlySpan<byte> letters)
    {
        while (true)
        {
            int found = buffer.AsSpan(at, end - at).IndexOf(letters);
            if (found >= 0) return found;
            if (!Fill()) throw Broken("ends inside a tag");
        }
    }

    private bool Has(int bytes)
    {
        while (end - at < bytes)
            if (!Fill()) return false;
        return true;
    }

    /// <summary>Moves what is left to the front and reads on; the buffer grows only while one piece fills it.</summary>
    private bool Fill()
    {
        if (ended) return false;
        if (at > 0)
        {
            buffer.AsSpan(at, end - at).CopyTo(buffer);
            (end, at) = (end - at, 0);
        }
        if (end == buffer.Length)
        {
            if (buffer.Length >= PieceMax) throw TooLong();
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        int n = part.Read(buffer.AsSpan(end));
        end += n;
        ended = n == 0;
        return !ended;
    }

    private SheetException TooLong() => SheetException.Bomb(part.Name, $"> {PieceMax >> 20} MB in one piece");

    private SheetException Broken(string what) => SheetException.Damaged(part.Name, what);
}
