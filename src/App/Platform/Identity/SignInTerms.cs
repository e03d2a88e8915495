using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity;

/// <summary>What is asked of a password.</summary>
public enum PasswordProfile
{
    /// <summary>OWASP ASVS 5.0: long, not a known one, no kinds of characters prescribed, never made to change.</summary>
    Asvs,

    /// <summary>等保三级 (GB/T 22239 level 3): at least three kinds of characters, changed every 90 days.</summary>
    Graded,
}

/// <summary>How people sign in to this installation; the security administrator's to set.</summary>
/// <param name="SecondFactorRequired">Roles that manage open nothing until a second factor was shown.</param>
public sealed record SignInTerms(PasswordProfile Profile, bool SecondFactorRequired)
{
    public static readonly SignInTerms Default = new(PasswordProfile.Asvs, SecondFactorRequired: true);
    public const string SecondFactorKey = "second-factor", Offered = "offered";
    internal const string ProfileKey = "password-profile", Required = "required";

    /// <summary>After so long a password of <see cref="PasswordProfile.Graded"/> must be changed.</summary>
    public static readonly TimeSpan PasswordLasts = TimeSpan.FromDays(90);

    public bool IsOld(DateTimeOffset? passwordAt, DateTimeOffset now) => Profile == PasswordProfile.Graded && passwordAt is { } at && now - at >= PasswordLasts;

    public static async Task<SignInTerms> Read(Sql sql, CancellationToken stop)
    {
        var set = (await sql.List("select key, value from setting where key in (@p, @s)", row => (Key: row.Text(0), Value: row.Text(1)), stop, ("@p", ProfileKey), ("@s", SecondFactorKey))).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        return new(set.TryGetValue(ProfileKey, out var profile) ? Enum.Parse<PasswordProfile>(profile) : Default.Profile, !set.TryGetValue(SecondFactorKey, out var factor) || factor == Required);
    }
}

/// <summary>Something the whole installation is set to; what is not set here is as the program has it.</summary>
public sealed class Setting
{
    public string Key { get; init; } = "";
    public string Value { get; set; } = "";
    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class SettingTable : IEntityTypeConfiguration<Setting>
{
    public void Configure(EntityTypeBuilder<Setting> table) => table.HasKey(x => x.Key);
}

/// <summary>Sets how people sign in. A stricter rule holds for everybody signed in within seconds.</summary>
public sealed record SetSignInTerms(PasswordProfile Profile, bool SecondFactorRequired) : Act<string>
{
    protected internal override Permission Needs => Permission.SetSignInTerms;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        var before = await SignInTerms.Read(work.Sql, stop);
        await Set(work, SignInTerms.ProfileKey, Profile.ToString(), stop);
        await Set(work, SignInTerms.SecondFactorKey, SecondFactorRequired ? SignInTerms.Required : SignInTerms.Offered, stop);
        work.Note("before", before);
        work.Note("after", new SignInTerms(Profile, SecondFactorRequired));
        return "";
    }

    private static async Task Set(Work work, string key, string value, CancellationToken stop)
    {
        if (await work.Store.FindAsync<Setting>([key], stop) is not { } setting) work.Store.Add(setting = new Setting { Key = key });
        (setting.Value, setting.ChangedAt) = (value, work.Now);
    }
}
