using System.Globalization;
using System.Text;
using QRCoder;

namespace Muster.Platform.Files;

/// <summary>A QR code as one SVG path or as PNG; error correction M, for paper that gets wet and folded.</summary>
public sealed class Qr : IDisposable
{
    private readonly QRCodeData _code;

    public Qr(string text) => _code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);

    /// <summary>Modules at each side, quiet zone included.</summary>
    public int Size => _code.ModuleMatrix.Count;

    /// <summary>Each run of dark modules in a row is one stroke of width 1, moved along relative to the one before: half the bytes of rectangles.</summary>
    public string Path()
    {
        var path = new StringBuilder(Size * 40);
        var (penX, penY) = (0, 0);
        for (var y = 0; y < Size; y++)
        {
            var row = _code.ModuleMatrix[y];
            for (var x = 0; x < Size; x++)
            {
                if (!row[x]) continue;
                var from = x;
                while (x < Size && row[x]) x++;
                if (path.Length == 0) path.Append(CultureInfo.InvariantCulture, $"M{from} {y}.5");
                else path.Append(CultureInfo.InvariantCulture, $"m{from - penX} {y - penY}");
                path.Append(CultureInfo.InvariantCulture, $"h{x - from}");
                (penX, penY) = (x, y);
            }
        }
        return path.ToString();
    }

    public byte[] Png(int pixelsPerModule = 4)
    {
        using var png = new PngByteQRCode(_code);
        return png.GetGraphic(pixelsPerModule);
    }

    public void Dispose() => _code.Dispose();
}
