using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Organisation.Continuity;

/// <summary>All that whoever takes over must know tonight, from the records of every module.</summary>
/// <param name="Of">The area, or the names of those who were lost.</param>
public sealed record Dossier(Guid? LossId, string Of, string? Reason, DateTimeOffset At, IReadOnlyList<DossierPart> Parts)
{
    /// <summary>Lines that say more in full than masked: telephones, and people one must know.</summary>
    internal int Shown => Parts.Where(p => p.Order is 30 or 55).Sum(p => p.Rows.Count);

    /// <summary>Why telephones are masked for somebody who may act.</summary>
    public Broken? Masked { get; init; }
}

/// <summary>Gathers dossiers from what each module adds.</summary>
public sealed class Dossiers(IEnumerable<IAddToDossier> modules, TimeProvider clock)
{
    private const int NamesShown = 6;

    /// <summary>Of a loss; null where there is none of this id.</summary>
    /// <param name="phones">The reader may act on it: telephones in full.</param>
    public async Task<Dossier?> OfLoss(Sql sql, Guid loss, bool phones, Tongue t, CancellationToken stop)
    {
        if (await LossQueries.Find(sql, loss, stop) is not { } line) return null;
        var people = await LossQueries.People(sql, loss, stop);
        var areas = await sql.List("""
            select area_id from loss where id = @loss and area_id is not null union select s.area_id from takeover t join seat s on s.id = t.seat_id where t.loss_id = @loss and s.area_id is not null
            """, row => row.Guid(0), stop, ("@loss", loss));
        var of = line.Area ?? string.Join(t.IsChinese ? "、" : ", ", people.Take(NamesShown).Select(p => p.Name)) + (people.Count > NamesShown ? " …" : "");
        return await Gather(sql, new DossierAsk(line.AreaId is { } area ? [area] : areas, [.. people.Select(p => p.Id)], clock.GetUtcNow(), loss) { Phones = phones }, of, line.Reason, t, stop);
    }

    /// <summary>Of an area at any time, lost or not; null where there is none of this id.</summary>
    public async Task<Dossier?> OfArea(Sql sql, Guid area, Tongue t, CancellationToken stop) =>
        await sql.First("select name from area where id = @a", row => row.Text(0), stop, ("@a", area)) is { } name ? await Gather(sql, new DossierAsk([area], [], clock.GetUtcNow(), null), name, null, t, stop) : null;

    private async Task<Dossier> Gather(Sql sql, DossierAsk ask, string of, string? reason, Tongue t, CancellationToken stop)
    {
        var parts = new List<DossierPart>();
        foreach (var module in modules) parts.AddRange(await module.Parts(sql, ask, t, stop));
        return new Dossier(ask.LossId, of, reason, ask.At, [.. parts.OrderBy(p => p.Order)]);
    }
}
