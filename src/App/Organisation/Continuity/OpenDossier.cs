using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>
/// Lets the actor read a loss's dossier with its telephones in full, on page or paper: it is an unmasking of everybody in it, so it is on the trail, with how many,
/// and counted. The reason is the loss.
/// </summary>
/// <param name="Shown">Lines with a telephone, or of people one must know.</param>
/// <returns>How many dossiers the actor opened today.</returns>
public sealed record OpenDossier(Guid LossId, int Shown) : Act<long>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<long> Do(Work work, CancellationToken stop)
    {
        // Two at once by one account are counted one after the other.
        if (work.Sql.Engine == Engine.Postgres)
            await work.Sql.Run("select pg_advisory_xact_lock(@k)", stop, ("@k", BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(work.Actor.Name)))));
        var loss = await work.Store.Set<Loss>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == LossId, stop) ?? throw new Refused("loss-unknown", "没有这次减员。", "There is no such loss.");
        var midnight = SealAudit.LastMidnight(work.Now);
        var others = await work.Store.Set<DossierOpening>().Where(o => o.Actor == work.Actor.Name && o.At >= midnight && o.LossId != LossId).Select(o => o.LossId).Distinct().CountAsync(stop);
        Refused.Where(LossRules.ForOpening(loss, others, work.Now));
        work.Store.Add(new DossierOpening { Id = Guid.CreateVersion7(), LossId = LossId, Actor = work.Actor.Name, At = work.Now });
        work.About("loss", LossId);
        work.Note("shown", Shown);
        work.Note("today", others + 1);
        return others + 1;
    }
}

/// <summary>Somebody read a dossier with its telephones in full.</summary>
public sealed class DossierOpening
{
    public Guid Id { get; init; }
    public Guid LossId { get; init; }
    public string Actor { get; init; } = "";
    public DateTimeOffset At { get; init; }
}

internal sealed class DossierOpeningTable : IEntityTypeConfiguration<DossierOpening>
{
    public void Configure(EntityTypeBuilder<DossierOpening> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Loss>().WithMany().HasForeignKey(x => x.LossId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.Actor, x.At });
        table.HasIndex(x => x.LossId);
    }
}
