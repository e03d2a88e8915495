using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.Platform.Doors;

/// <summary>A key that cookies and forms are protected with; every node of the installation reads it here.</summary>
public sealed class ProtectionKey
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";

    /// <summary>Encrypted with the installation's <see cref="ProtectionKeys.FileName"/>.</summary>
    public string Xml { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ProtectionKeyTable : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
    }
}

/// <summary>
/// Keeps data-protection keys in the database, so that a cookie of one node is good on all, and none plain: whoever reads the database alone can make no cookie.
/// </summary>
internal sealed class ProtectionKeys(Stores stores, TimeProvider clock) : IXmlRepository
{
    /// <summary>The same file in the folder of every node.</summary>
    public const string FileName = "secrets.key";

    public static void Add(IServiceCollection services)
    {
        // Cookies and form tokens are opened at every request; GCM takes one pass where the usual CBC with HMAC takes three.
        services.AddDataProtection().SetApplicationName("muster").UseCryptographicAlgorithms(new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM });
        services.AddSingleton(made => new KeyCipher(new KeyFile(Path.Combine(made.GetRequiredService<Installation>().Folder, FileName))));
        services.AddSingleton<ProtectionKeys>();
        services.AddOptions<KeyManagementOptions>().Configure<ProtectionKeys, KeyCipher>((keys, repository, cipher) => (keys.XmlRepository, keys.XmlEncryptor) = (repository, cipher));
    }

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var store = stores.Open().GetAwaiter().GetResult();
        return [.. store.Set<ProtectionKey>().AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    /// <summary>Called a few times a year, never within an act; waits for its turn to write as the desk does.</summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        if (stores.Database.Engine == Engine.Sqlite) stores.Database.Writer.Wait();
        try
        {
            using var store = stores.Open().GetAwaiter().GetResult();
            store.Add(new ProtectionKey { Id = Guid.CreateVersion7(), Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting), CreatedAt = clock.GetUtcNow() });
            store.SaveChanges();
        }
        finally
        {
            if (stores.Database.Engine == Engine.Sqlite) stores.Database.Writer.Release();
        }
    }

    /// <summary>At the start: a node whose folder has another key would sign everybody out again and again, so it does not begin.</summary>
    /// <exception cref="ForeignStore">The folder's key does not open what the database has.</exception>
    public static void Check(IServiceProvider services)
    {
        try
        {
            foreach (var element in services.GetRequiredService<ProtectionKeys>().GetAllElements())
                foreach (var secret in element.Descendants(KeyCipher.Element)) services.GetRequiredService<KeyCipher>().Decrypt(secret);
        }
        catch (CryptographicException other)
        {
            throw new ForeignStore($"The keys in the database were made with another {FileName} than the one in {services.GetRequiredService<Installation>().Folder}.", other,
                $"Copy {FileName} and audit.key there from the installation's first node, or from the backup, then start again.");
        }
        // Made now rather than at somebody's first request.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("muster.start").Protect([0]);
    }
}

/// <summary>AES-256-GCM; the algorithm stands beside each ciphertext, so that another can follow.</summary>
public sealed class KeyCipher(KeyFile file) : IXmlEncryptor
{
    internal static readonly XName Element = "sealed";
    private const string Algorithm = "aes-256-gcm";
    private const int NonceBytes = 12, TagBytes = 16;

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(file.Key, TagBytes);
        cipher.Encrypt(bytes.AsSpan(0, NonceBytes), plain, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(Algorithm));
        CryptographicOperations.ZeroMemory(plain);
        return new EncryptedXmlInfo(new XElement(Element, new XAttribute("by", Algorithm), System.Convert.ToBase64String(bytes)), typeof(KeyDecipher));
    }

    /// <exception cref="CryptographicException">Made with another key, or altered.</exception>
    public XElement Decrypt(XElement element)
    {
        if ((string?)element.Attribute("by") != Algorithm) throw new CryptographicException("The key is sealed by an algorithm that this program does not know.");
        var bytes = System.Convert.FromBase64String(element.Value);
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(file.Key, TagBytes);
        cipher.Decrypt(bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(Algorithm));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

/// <summary>The other half of <see cref="KeyCipher"/>; data protection makes it by the name of its type.</summary>
public sealed class KeyDecipher(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) => services.GetRequiredService<KeyCipher>().Decrypt(encryptedElement);
}
