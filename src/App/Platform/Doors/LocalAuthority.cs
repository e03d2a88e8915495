using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Muster.Platform.Doors;

/// <summary>
/// A certificate authority of this installation alone, for a network without one: its certificate is put on the devices once, and the server's
/// certificates are made with its key. All are files in a folder that only its owner can open.
/// </summary>
public sealed class LocalAuthority(string folder)
{
    public static readonly TimeSpan AuthorityLasts = TimeSpan.FromDays(3650);

    /// <summary>Browsers refuse a server's certificate that lasts longer.</summary>
    public static readonly TimeSpan ServerLasts = TimeSpan.FromDays(397);

    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>To be put on the devices.</summary>
    public string AuthorityFile => Path.Combine(folder, "authority.crt");

    public string CertificateFile => Path.Combine(folder, "server.crt");

    public string KeyFile => Path.Combine(folder, "server.key");

    private string AuthorityKeyFile => Path.Combine(folder, "authority.key");

    /// <summary>Makes the server's certificate, and the authority where there is none yet. Answers until when it holds.</summary>
    /// <param name="names">Host names and network addresses under which devices reach the server; at least one.</param>
    public DateTimeOffset Make(IReadOnlyList<string> names, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder, Own | UnixFileMode.UserExecute);
        using var authority = Authority(now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=Muster"), key, HashAlgorithmName.SHA256);
        var others = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            if (IPAddress.TryParse(name, out var address)) others.AddIpAddress(address);
            else others.AddDnsName(new IdnMapping().GetAscii(name));
        request.CertificateExtensions.Add(others.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var until = now + ServerLasts < authority.NotAfter ? now + ServerLasts : new DateTimeOffset(authority.NotAfter);
        using var made = request.Create(authority, now.AddHours(-1), until, Serial());
        Write(KeyFile, key.ExportPkcs8PrivateKeyPem());
        Write(CertificateFile, made.ExportCertificatePem());
        return until;
    }

    /// <summary>The server's certificate with its key; null where none was made.</summary>
    public X509Certificate2? Server() => File.Exists(CertificateFile) && File.Exists(KeyFile) ? Load(CertificateFile, KeyFile) : null;

    /// <exception cref="CryptographicException">The files are no certificate with its key.</exception>
    public static X509Certificate2 Load(string certificate, string key) => X509Certificate2.CreateFromPemFile(certificate, key);

    private X509Certificate2 Authority(DateTimeOffset now)
    {
        if (File.Exists(AuthorityFile) && File.Exists(AuthorityKeyFile) && Load(AuthorityFile, AuthorityKeyFile) is var known && known.NotAfter > now.AddDays(1)) return known;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(new X500DistinguishedName($"CN=Muster local authority {now:yyyy-MM-dd}"), key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var made = request.CreateSelfSigned(now.AddHours(-1), now + AuthorityLasts);
        Write(AuthorityKeyFile, key.ExportPkcs8PrivateKeyPem());
        Write(AuthorityFile, made.ExportCertificatePem());
        return made;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)(serial[0] & 0x7F | 1);
        return serial;
    }

    /// <summary>Appears whole or not at all, readable by its owner alone.</summary>
    private static void Write(string file, string pem)
    {
        var part = file + ".part";
        File.Delete(part);
        using (var stream = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Own }))
        using (var text = new StreamWriter(stream)) text.Write(pem);
        File.Move(part, file, overwrite: true);
    }
}
