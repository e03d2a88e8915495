using System.Collections.Concurrent;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.Platform.Access;

/// <summary>A role held now, and where.</summary>
/// <param name="Path">The path of the area it stands for; null with no agency: everywhere.</param>
public sealed record HeldRole(Role Role, string? Path, Guid? AgencyId)
{
    public bool IsEverywhere => Path is null && AgencyId is null;

    public bool Covers(string path) => IsEverywhere || Path is not null && path.StartsWith(Path, StringComparison.Ordinal);
}

/// <summary>What the rules of signing in still ask of somebody who is signed in.</summary>
public enum Owed { Nothing, SecondFactor, NewPassword, ShownSecondFactor }

/// <summary>Somebody who is signed in, as of now: the roles that are held at this moment.</summary>
public sealed record Standing(Guid SignedInId, Guid AccountId, StayKind Kind, IReadOnlyList<HeldRole> Roles)
{
    /// <summary>How long a proof of who somebody is is enough for something sensitive.</summary>
    public static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(10);

    /// <summary>When it was last shown who this is.</summary>
    public DateTimeOffset ProvedAt { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>What must be done before the roles held open anything; they are not among <see cref="Roles"/> until then.</summary>
    public Owed Owes { get; init; }

    /// <summary>A program's token: of what the roles allow, only this; null for a person.</summary>
    public IReadOnlySet<Permission>? Only { get; init; }

    /// <summary>A program's token that changes nothing.</summary>
    public bool ReadsOnly { get; init; }

    /// <summary>May do it whatever it is about.</summary>
    public bool May(Permission permission) => permission == Permission.None
        || Only?.Contains(permission) != false && Roles.Any(held => held.IsEverywhere && RoleRules.Permissions(held.Role).Contains(permission));

    /// <summary>May do it to what lies in the area with this path.</summary>
    public bool May(Permission permission, string path) => permission == Permission.None
        || Only?.Contains(permission) != false && Roles.Any(held => held.Covers(path) && RoleRules.Permissions(held.Role).Contains(permission));

    public bool MaySomewhere(Permission permission) => Only?.Contains(permission) != false && Roles.Any(held => RoleRules.Permissions(held.Role).Contains(permission));
}

/// <summary>
/// Who may what, read from the store: the one place that knows. What was read is believed for two seconds, so that a role or a device taken away
/// has no effect any more after that, on every node.
/// </summary>
public sealed class Grants(Stores stores, TimeProvider clock)
{
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(2);
    private const int KeptMax = 20_000;

    private readonly ConcurrentDictionary<Guid, (long At, Standing? Standing)> _kept = new();

    /// <summary>Null when it has ended, or the account has.</summary>
    public async Task<Standing?> Of(Guid signedIn, CancellationToken stop)
    {
        if (_kept.TryGetValue(signedIn, out var kept) && clock.GetElapsedTime(kept.At) < Believed) return kept.Standing;
        var at = clock.GetTimestamp();
        var standing = await Read(signedIn, stop);
        if (_kept.Count > KeptMax) _kept.Clear();
        _kept[signedIn] = (at, standing);
        return standing;
    }

    private async Task<Standing?> Read(Guid signedIn, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var now = clock.GetUtcNow();
        var found = await store.Sql.List("select s.account_id, s.kind, s.two_factors, s.proved_at, a.password_at, a.totp_key is not null or exists (select 1 from passkey p where p.account_id = a.id) from signed_in s join account a on a.id = s.account_id where s.id = @s and s.ended_at is null and s.ends_at > @now and a.ended_at is null",
            row => (Account: row.Guid(0), Kind: row.Enum<StayKind>(1), Two: row.Bool(2), Proved: row.Instant(3), PasswordAt: row.InstantOrNull(4), HasSecond: row.Bool(5)), stop, ("@s", signedIn), ("@now", now));
        if (found is not [var one]) return null;
        var (held, rules) = (await Held(store.Sql, one.Account, now, stop), await SignInTerms.Read(store.Sql, stop));
        var owes = rules.IsOld(one.PasswordAt, now) ? Owed.NewPassword : rules.SecondFactorRequired && !one.Two && held.Exists(h => RoleRules.Manages(h.Role)) ? one.HasSecond ? Owed.ShownSecondFactor : Owed.SecondFactor : Owed.Nothing;
        return new Standing(signedIn, one.Account, one.Kind, owes == Owed.Nothing ? held : []) { ProvedAt = one.Proved, Owes = owes };
    }

    /// <summary>Something was shown or changed here: it has its effect on this node at once.</summary>
    public void Forget(Guid signedIn) => _kept.TryRemove(signedIn, out _);

    /// <summary>The roles an account holds at a moment. An area that is no more gives nothing.</summary>
    public static Task<List<HeldRole>> Held(Sql sql, Guid account, DateTimeOffset at, CancellationToken stop) => sql.List("""
        select g.role, a.path, g.agency_id from role_grant g left join area a on a.id = g.area_id
        where g.account_id = @account and g.starts_at <= @at and (g.ends_at is null or g.ends_at > @at) and (g.area_id is null or a.path is not null)
        """, row => new HeldRole(row.Enum<Role>(0), row.TextOrNull(1), row.GuidOrNull(2)), stop, ("@account", account), ("@at", at));

    public static async Task<bool> HoldsAdministrator(Sql sql, Guid account, DateTimeOffset at, CancellationToken stop) => await sql.Number("""
        select count(*) from role_grant where account_id = @account and kind <> 'Field' and (ends_at is null or ends_at > @at)
        """, stop, ("@account", account), ("@at", at)) > 0;
}
