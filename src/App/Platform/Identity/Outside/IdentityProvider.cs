using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity.Outside;

/// <summary>What the claim that is looked at means here.</summary>
public enum ClaimMeaning { AccountName, IdNumber, Phone }

/// <summary>A city's identity provider (OpenID Connect) that people of this installation may sign in with.</summary>
/// <param name="Issuer">HTTPS; discovery is below it.</param>
/// <param name="SealedSecret">The client's secret, encrypted by data protection.</param>
/// <param name="Label">What the button says.</param>
/// <param name="Claim">Whose value tells who it is, the first time: preferred_username, phone_number …</param>
/// <param name="Authority">PEM of the provider's own authority; null: one the system trusts.</param>
/// <param name="PrivateNetwork">It stands in a private network.</param>
public sealed record IdentityProvider(string Issuer, string ClientId, string SealedSecret, string Label, string Claim, ClaimMeaning Means, string? Authority, bool PrivateNetwork)
{
    internal const string Key = "identity-provider";

    public static async Task<IdentityProvider?> Read(Sql sql, CancellationToken stop) =>
        await sql.First("select value from setting where key = @k", row => row.Text(0), stop, ("@k", Key)) is { Length: > 0 } set ? JsonSerializer.Deserialize<IdentityProvider>(set, Desk.Json) : null;
}

/// <summary>Somebody of an identity provider is an account here; once linked, the provider's own id of the person decides, not the claim.</summary>
public sealed class OutsideIdentity
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>SHA-256 of issuer and subject.</summary>
    public byte[] SubjectHash { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class OutsideIdentityTable : IEntityTypeConfiguration<OutsideIdentity>
{
    public void Configure(EntityTypeBuilder<OutsideIdentity> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Account>().WithMany().HasForeignKey(x => x.AccountId);
        table.HasIndex(x => x.SubjectHash).IsUnique();
        table.HasIndex(x => x.AccountId);
    }
}

/// <summary>Finds people by what a provider says of them; the module that has people answers.</summary>
public interface IFindPersonByClaim
{
    /// <summary>Those it fits; only one of them is anybody.</summary>
    Task<IReadOnlyList<(Guid Id, string Name)>> Find(Sql sql, ClaimMeaning meaning, string value, CancellationToken stop);
}

/// <summary>Sets the identity provider, or takes it away: then nobody signs in by it any more.</summary>
public sealed record SetIdentityProvider(IdentityProvider? Provider) : Act<string>
{
    protected internal override Permission Needs => Permission.SetSignInTerms;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        if (Provider is not null) Refused.Where(Broken(Provider));
        // Who was known to another provider is not known to this one.
        if ((await IdentityProvider.Read(work.Sql, stop))?.Issuer is { } before && before != Provider?.Issuer) work.Note("unlinked", await work.Sql.Run("delete from outside_identity", stop));
        if (await work.Store.FindAsync<Setting>([IdentityProvider.Key], stop) is not { } setting) work.Store.Add(setting = new Setting { Key = IdentityProvider.Key });
        (setting.Value, setting.ChangedAt) = (Provider is null ? "" : JsonSerializer.Serialize(Provider, Desk.Json), work.Now);
        work.Note("issuer", Provider?.Issuer);
        work.Note("claim", Provider?.Claim);
        work.Note("means", Provider?.Means);
        return "";
    }

    private static IEnumerable<Broken> Broken(IdentityProvider p)
    {
        if (!Uri.TryCreate(p.Issuer, UriKind.Absolute, out var issuer) || issuer.Scheme != "https")
            yield return new Broken("provider-issuer", "统一身份地址要以 https:// 开头。", "The issuer is an address that begins with https://.", nameof(p.Issuer));
        if (p.ClientId.Trim().Length == 0) yield return new Broken("provider-client", "请填写客户端编号。", "The client's id is missing.", nameof(p.ClientId));
        if (p.Claim.Trim().Length == 0) yield return new Broken("provider-claim", "请填写用哪一项认人。", "Say which claim tells who it is.", nameof(p.Claim));
        if (p.Label.Trim().Length is 0 or > 20) yield return new Broken("provider-label", "按钮文字 1 到 20 字。", "The button's words are 1 to 20 characters.", nameof(p.Label));
        if (p.Authority is { } pem && !IsCertificate(pem)) yield return new Broken("provider-authority", "证书不是 PEM 格式。", "The authority is not a certificate in PEM.", nameof(p.Authority));
    }

    private static bool IsCertificate(string pem)
    {
        try
        {
            using var certificate = System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(pem);
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }
}
