using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Sealing;

/// <summary>
/// The secret that a subject with many records has for all of them: an emergency, an import. A person's own stands beside what it seals, in
/// <c>person_identity</c>. Destroyed it stays as a record that it was, without the secret.
/// </summary>
public sealed class DataKey
{
    public string Kind { get; set; } = "";
    public Guid SubjectId { get; set; }
    public byte[]? Secret { get; set; }
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset? DestroyedAt { get; set; }
}

internal sealed class DataKeyTable : IEntityTypeConfiguration<DataKey>
{
    public void Configure(EntityTypeBuilder<DataKey> table)
    {
        table.HasKey(k => new { k.Kind, k.SubjectId });
    }
}

/// <summary>Makes, finds and destroys the secrets of subjects. Making and destroying happen in an act, in its transaction.</summary>
public static class DataKeys
{
    public const string Emergency = "emergency", Import = "import";

    /// <returns>Empty where it was destroyed, or never made.</returns>
    public static async Task<byte[]> Find(Sql sql, string kind, Guid subject, CancellationToken stop) =>
        await sql.First("select secret from data_key where kind = @kind and subject_id = @id", row => row.IsNull(0) ? [] : row.Bytes(0), stop, ("@kind", kind), ("@id", subject)) ?? [];

    /// <summary>The subject's secret, made at the first use.</summary>
    /// <exception cref="Refused">It was destroyed: nothing can be sealed for this subject any more.</exception>
    public static async Task<byte[]> Of(Work work, string kind, Guid subject, CancellationToken stop)
    {
        await work.Sql.Run("insert into data_key (kind, subject_id, secret, made_at) values (@kind, @id, @secret, @at) on conflict do nothing", stop,
            ("@kind", kind), ("@id", subject), ("@secret", Sealer.NewSecret()), ("@at", work.Now));
        return await Find(work.Sql, kind, subject, stop) is { Length: > 0 } secret ? secret
            : throw new Refused("key-destroyed", "这里的个人信息已销毁，不能再写入。", "The personal data here was destroyed; nothing can be added to it.");
    }

    /// <returns>Whether there was one to destroy.</returns>
    public static Task<bool> Destroy(Work work, string kind, Guid subject, CancellationToken stop) => Destroy(work.Sql, kind, subject, work.Now, stop);

    public static async Task<bool> Destroy(Sql sql, string kind, Guid subject, DateTimeOffset at, CancellationToken stop) =>
        await sql.Run("update data_key set secret = null, destroyed_at = @at where kind = @kind and subject_id = @id and destroyed_at is null", stop,
            ("@kind", kind), ("@id", subject), ("@at", at)) > 0;
}
