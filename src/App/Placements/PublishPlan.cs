using System.Security.Cryptography;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>What publication did.</summary>
public sealed record Published(Guid PublicationId, long Placed, long Reserve, long Communities, long Covered, long Gaps, string ContentHash);

/// <summary>A plan came into force; later modules tell people, grow rosters, issue cards.</summary>
public sealed record PlanPublished(Guid PlanId, Guid EmergencyId, Guid PublicationId);

/// <summary>
/// Brings a reviewed plan into force, all of it or nothing. Every hard rule is proved again in SQL in the same transaction, which
/// refuses. Placements in force that the plan keeps as they are stay; the others of this emergency end when the plan starts.
/// </summary>
public sealed record PublishPlan(Guid PlanId, int Version, string Reason) : Act<Published>
{
    /// <summary>From so many rows on the planner must know of them at once: a plan made for an empty table takes minutes on a province.</summary>
    internal const int AnalyzeFrom = 10_000;

    protected internal override Permission Needs => Permission.PublishPlans;

    protected internal override async Task<Published> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        if (plan is not null)
        {
            await work.OpenAlone(plan.EmergencyId, stop);
            await work.Store.Entry(plan).ReloadAsync(stop);
        }
        Refused.Where(PlanRules.Publishable(plan, Reason).Concat(PlanRules.Unchanged(plan, Version)));
        var proof = new PublicationProof(work.Sql, PlanId, plan!.EmergencyId, plan.StartsAt, plan.EndsAt);
        Refused.Where(await proof.Broken(stop));
        var (communities, covered) = await proof.Coverage(stop);
        if (await proof.IsMiscounted(stop)) await Counts.PlanCounts.All(work.Sql, plan, stop);
        var publication = new Publication
        {
            Id = Guid.CreateVersion7(), PlanId = PlanId, EmergencyId = plan.EmergencyId, At = work.Now, Actor = work.Actor.Name, Reason = Reason.Trim(),
            Placed = await Count(work.Sql, "plan_placement", stop), Reserve = await Count(work.Sql, "plan_reserve", stop),
            Communities = communities, Covered = covered, ContentHash = await Hash(work.Sql, stop),
        };
        work.Store.Add(publication);
        (plan.State, plan.Version) = (PlanState.Published, plan.Version + 1);
        await work.Store.SaveChangesAsync(stop);
        await Replace(work.Sql, plan, publication, work.Now, stop);
        work.About("plan", PlanId);
        var gaps = await Count(work.Sql, "plan_gap", stop);
        var published = new Published(publication.Id, publication.Placed, publication.Reserve, communities, covered, gaps,
            System.Convert.ToHexStringLower(publication.ContentHash));
        work.Note("published", published);
        work.Note("reason", Reason);
        work.Raise(new PlanPublished(PlanId, plan.EmergencyId, publication.Id));
        return published;
    }

    private Task<long> Count(Sql sql, string table, CancellationToken stop) =>
        sql.Number($"select count(*) from {table} where plan_id = @p", stop, ("@p", PlanId));

    private async Task Replace(Sql sql, Plan plan, Publication publication, DateTimeOffset now, CancellationToken stop)
    {
        (string, object?)[] values = [("@plan", PlanId), ("@e", plan.EmergencyId), ("@pub", publication.Id), ("@starts", plan.StartsAt),
            ("@ends", plan.EndsAt), ("@now", now), ("@reason", publication.Reason)];
        // Who stays is written down first: an insert that looked for them in the table it fills would read its own new rows over and over.
        var uuid = sql.Pick("blob", "uuid");
        await sql.Run(sql.Pick("drop table if exists temp.kept_placement", "drop table if exists pg_temp.kept_placement"), stop);
        await sql.Run($"create temporary table kept_placement (person_id {uuid} primary key, id {uuid} not null) {sql.Pick("without rowid", "")}", stop);
        // The plan's rows lie in order of person, so each is written behind the last.
        await sql.Run("""
            insert into kept_placement (person_id, id) select x.person_id, o.id from plan_placement x cross join placement o
            where x.plan_id = @plan and o.person_id = x.person_id and o.emergency_id = @e and x.area_id = o.area_id and x.post_id is not distinct from o.post_id and x.role = o.role
              and o.starts_at <= @starts and (o.ends_at is null or o.ends_at > @starts) and o.ends_at is not distinct from @ends
            """, stop, values);
        if (sql.Engine == Engine.Postgres) await sql.Run("analyze kept_placement", stop);
        await sql.Run("""
            update placement set ends_at = case when starts_at > @starts then starts_at else @starts end, end_reason = @reason
            where emergency_id = @e and (ends_at is null or ends_at > @starts) and not exists (select 1 from kept_placement k where k.person_id = placement.person_id and k.id = placement.id)
            """, stop, values);
        await sql.Run($"""
            insert into placement (id, emergency_id, person_id, area_id, post_id, seat_id, role, starts_at, ends_at, publication_id, previous_id, reason, made_at)
            select x.id, @e, x.person_id, x.area_id, x.post_id, x.seat_id, x.role, @starts, {sql.Pick("@ends", "cast(@ends as timestamptz)")}, @pub, null, @reason, @now
            from plan_placement x where x.plan_id = @plan and not exists (select 1 from kept_placement k where k.person_id = x.person_id)
            """, stop, values);
        await sql.Run("drop table kept_placement", stop);
        if (sql.Engine == Engine.Postgres && publication.Placed >= AnalyzeFrom) await sql.Run("analyze placement", stop);
        await sql.Run("delete from reserve where emergency_id = @e", stop, values);
        await sql.Run("insert into reserve (emergency_id, person_id, code, reason, since, publication_id) select @e, person_id, code, reason, @now, @pub from plan_reserve where plan_id = @plan", stop, values);
        await sql.Run("delete from gap where emergency_id = @e", stop, values);
        await sql.Run("insert into gap (emergency_id, place_id, area_id, post_id, missing, reason, owner, since, publication_id) select @e, place_id, area_id, post_id, missing, reason, owner, @now, @pub from plan_gap where plan_id = @plan", stop, values);
        await Counts.StandingCounts.Published(sql, plan, stop);
        await TakeSeats(sql, values, stop);
    }

    /// <summary>Whom the plan seats holds the seat from the plan's start; a holder the plan replaces leaves it then.</summary>
    private static async Task TakeSeats(Sql sql, (string, object?)[] values, CancellationToken stop)
    {
        const string replaced = """
            place = 'A' and ends_at is null and seat_id in (select seat_id from plan_placement where plan_id = @plan and seat_id is not null)
              and not exists (select 1 from plan_placement x where x.plan_id = @plan and x.seat_id = seat_holding.seat_id and x.person_id = seat_holding.person_id)
            """;
        await sql.Run($"delete from seat_holding where starts_at >= @starts and {replaced}", stop, values);
        await sql.Run($"update seat_holding set ends_at = @starts where {replaced}", stop, values);
        // Not asked seat by seat: PostgreSQL, which thinks the table empty, would read its own new rows over and over.
        await sql.Run("""
            insert into seat_holding (id, seat_id, person_id, place, starts_at, ends_at, reason)
            select x.id, x.seat_id, x.person_id, 'A', @starts, null, @reason from plan_placement x where x.plan_id = @plan and x.seat_id is not null
              and x.seat_id not in (select h.seat_id from seat_holding h where h.place = 'A' and h.ends_at is null)
            """, stop, values);
    }

    /// <summary>SHA-256 over person, area, post, seat and role in order of person: what was published, in 32 bytes.</summary>
    private async Task<byte[]> Hash(Sql sql, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64];
        await foreach (var row in sql.Rows("select person_id, area_id, post_id, seat_id from plan_placement where plan_id = @p order by person_id",
            row => (Person: row.Guid(0), Area: row.Guid(1), Post: row.GuidOrNull(2), Seat: row.GuidOrNull(3)), stop, ("@p", PlanId)))
        {
            row.Person.TryWriteBytes(buffer, bigEndian: true, out _);
            row.Area.TryWriteBytes(buffer.AsSpan(16), bigEndian: true, out _);
            (row.Post ?? Guid.Empty).TryWriteBytes(buffer.AsSpan(32), bigEndian: true, out _);
            (row.Seat ?? Guid.Empty).TryWriteBytes(buffer.AsSpan(48), bigEndian: true, out _);
            hash.AppendData(buffer);
        }
        return hash.GetHashAndReset();
    }
}
