using Microsoft.EntityFrameworkCore;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Passkeys;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Access;

/// <summary>A line of the list of accounts.</summary>
public sealed record AccountRow(Guid Id, string Name, string DisplayName, bool Active, bool HasSecondFactor, DateTimeOffset? LastAt, DateTimeOffset? EndedAt, IReadOnlyList<GrantRow> Roles);

/// <summary>A role that an account holds or will hold.</summary>
public sealed record GrantRow(Guid Id, Guid AccountId, Role Role, string? Area, string? Agency, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string GivenBy, string Reason);

/// <summary>A token that is good now.</summary>
public sealed record TokenRow(Guid Id, string Name, Tokens.TokenScope Scope, string? Area, DateTimeOffset ExpiresAt);

/// <summary>Reading accounts, their roles and where they are signed in. Accounts are no people: no personal field is read here but the name shown.</summary>
public sealed class AccessQueries(Stores stores, TimeProvider clock)
{
    private const string Columns = "a.id, a.name, a.display_name, a.password_hash is not null, a.totp_key is not null, (select max(s.created_at) from signed_in s where s.account_id = a.id), a.ended_at";

    public async Task<TablePage<AccountRow>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "a.id", ("name", "a.name"));
        var rows = await store.Sql.List($"select {Columns} from account a where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var total = await store.Sql.Number($"select count(*) from account a where {where}", stop, values);
        var page = keyset.Page(rows, row => row.Name, row => row.Id, total);
        var shown = new List<AccountRow>(page.Rows.Count);
        foreach (var row in page.Rows) shown.Add(row with { Roles = await Roles(store.Sql, row.Id, stop) });
        return page with { Rows = shown };
    }

    public async IAsyncEnumerable<AccountRow> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        foreach (var row in await store.Sql.List($"select {Columns} from account a where {where} order by a.name, a.id", Read, stop, values))
            yield return row with { Roles = await Roles(store.Sql, row.Id, stop) };
    }

    public async Task<AccountRow?> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var row = await store.Sql.First($"select {Columns} from account a where a.id = @id", Read, stop, ("@id", id));
        return row is null ? null : row with { Roles = await Roles(store.Sql, id, stop) };
    }

    /// <summary>Where an account is signed in now, newest first.</summary>
    public async Task<List<SignedIn>> SignedIn(Guid account, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var now = clock.GetUtcNow();
        return await store.Set<SignedIn>().AsNoTracking().Where(s => s.AccountId == account && s.EndedAt == null && s.EndsAt > now).OrderByDescending(s => s.CreatedAt).Take(50).ToListAsync(stop);
    }

    public async Task<List<TokenRow>> Tokens(Guid account, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select t.id, t.name, t.scope, a.name, t.expires_at from api_token t left join area a on a.id = t.area_id where t.account_id = @a and t.ended_at is null and t.expires_at > @now order by t.id",
            row => new TokenRow(row.Guid(0), row.Text(1), row.Enum<Tokens.TokenScope>(2), row.TextOrNull(3), row.Instant(4)), stop, ("@a", account), ("@now", clock.GetUtcNow()));
    }

    /// <summary>The account with this name.</summary>
    public async Task<Guid?> IdOf(string name, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("select id from account where name = @n", row => (Guid?)row.Guid(0), stop, ("@n", name));
    }

    public async Task<List<Passkey>> Passkeys(Guid account, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Passkey>().AsNoTracking().Where(p => p.AccountId == account).OrderBy(p => p.CreatedAt).ToListAsync(stop);
    }

    /// <summary>Areas by the beginning of their name, to give a role for. An area's name is no personal field: an administrator without a role in the field may see it.</summary>
    public async Task<List<Option>> Areas(string words, CancellationToken stop)
    {
        if (words.Trim().Length == 0) return [];
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select a.id, a.name, p.name from area a left join area p on p.id = a.parent_id where a.valid_to is null and a.name like @w escape '!' order by a.level, a.path limit 12",
            row => new Option(row.Guid(0).ToString(), row.Text(1), null, row.TextOrNull(2)), stop,
            ("@w", words.Trim().Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%"));
    }

    private Task<List<GrantRow>> Roles(Sql sql, Guid account, CancellationToken stop) => sql.List("""
        select g.id, g.account_id, g.role, a.name, c.name, g.starts_at, g.ends_at, g.given_by, g.reason
        from role_grant g left join area a on a.id = g.area_id left join agency c on c.id = g.agency_id
        where g.account_id = @id and (g.ends_at is null or g.ends_at > @now) order by g.starts_at, g.id
        """, row => new GrantRow(row.Guid(0), row.Guid(1), row.Enum<Role>(2), row.TextOrNull(3), row.TextOrNull(4), row.Instant(5), row.InstantOrNull(6), row.Text(7), row.Text(8)),
        stop, ("@id", account), ("@now", clock.GetUtcNow()));

    private (string, (string, object?)[]) Where(TableAsk ask)
    {
        var (where, values) = ("1 = 1", new List<(string, object?)>());
        if (ask.Words.Length > 0)
        {
            where += " and (a.name like @w escape '!' or a.display_name like @w escape '!')";
            values.Add(("@w", "%" + ask.Words.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<Role>("role") is { } role)
        {
            where += " and exists (select 1 from role_grant g where g.account_id = a.id and g.role = @role and g.starts_at <= @now and (g.ends_at is null or g.ends_at > @now))";
            values.Add(("@role", role));
            values.Add(("@now", clock.GetUtcNow()));
        }
        return (where, [.. values]);
    }

    private static AccountRow Read(Row row) => new(row.Guid(0), row.Text(1), row.Text(2), row.Bool(3), row.Bool(4), row.InstantOrNull(5), row.InstantOrNull(6), []);
}
