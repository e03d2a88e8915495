using System.Text.Json;
using Muster.Emergencies.Contract;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;

namespace Muster.Placements.Cards;

/// <summary>Cards say who serves and whom to call: what they say goes with the emergency, and every card that names somebody with that person.</summary>
internal sealed class DestroyCards : IListen<EmergencyDestroyed>, IListen<PersonDestroyed>
{
    private const string Erase = "update card set sealed_content = null, replaced_at = coalesce(replaced_at, @now)";

    public async Task When(EmergencyDestroyed happened, Work work, CancellationToken stop)
    {
        work.Note("cards", await work.Sql.Run($"{Erase} where emergency_id = @e", stop, ("@e", happened.EmergencyId), ("@now", work.Now)));
        await work.Sql.Run("delete from personal_link where emergency_id = @e", stop, ("@e", happened.EmergencyId));
    }

    /// <summary>A person stands on cards of the places served and of all places below those one answers for; these are opened and searched.</summary>
    public async Task When(PersonDestroyed happened, Work work, CancellationToken stop)
    {
        var sealer = work.Of<Sealer>();
        // As the name stands in what a card keeps: quoted JSON.
        var name = JsonSerializer.Serialize(happened.Name, CardContent.Json);
        var found = new List<Guid>();
        await foreach (var (id, secret, content) in work.Sql.Rows("""
            select c.id, k.secret, c.sealed_content from card c join data_key k on k.kind = @kind and k.subject_id = c.emergency_id and k.secret is not null join area a on a.id = c.area_id
            where c.sealed_content is not null and exists (select 1 from (
              select area_id from placement where person_id = @p union select s.area_id from seat_holding h join seat s on s.id = h.seat_id where h.person_id = @p
              union select area_id from area_owner where person_id = @p union select area_id from command_delegation where person_id = @p) w
              join area g on g.id = w.area_id where a.path >= g.path and a.path < g.path || '~')
            """, row => (row.Guid(0), row.Bytes(1), row.Bytes(2)), stop, ("@kind", DataKeys.Emergency), ("@p", happened.PersonId)))
            if (sealer.Open(secret, id, CardContent.Field, content)?.Contains(name, StringComparison.Ordinal) == true) found.Add(id);
        foreach (var some in found.Chunk(10_000))
            await work.Sql.Run($"{Erase} where {IdSet.In(work.Sql, "id", "@ids")}", stop, ("@now", work.Now), ("@ids", IdSet.Of(work.Sql, some)));
        await work.Sql.Run("delete from personal_link where person_id = @p", stop, ("@p", happened.PersonId));
        work.Note("cards", found.Count);
    }
}
