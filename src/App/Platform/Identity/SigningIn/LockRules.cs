using System.Security.Cryptography;
using System.Text;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>After five wrong tries a device waits a quarter of an hour; pure.</summary>
public static class LockRules
{
    public const int TriesMax = 5;
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    /// <summary>
    /// What tries are counted by: the account's name and the device, where this device has signed in to the account before; else the name and
    /// all strange devices together. Whoever tries from elsewhere can lock other strange devices, but never one that is known. A hash, because
    /// people type passwords into the field for the name.
    /// </summary>
    /// <param name="knownDevice">The device's id when it has signed in to this account before.</param>
    public static string Key(string name, Guid? knownDevice) =>
        System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name.Trim()}\n{knownDevice?.ToString() ?? "strange"}")));

    public static bool IsLocked(SignInLock? counted, DateTimeOffset now) => counted?.LockedUntil > now;

    /// <summary>Counts one more failure; failures older than the lock are forgotten.</summary>
    public static void Count(SignInLock counted, DateTimeOffset now)
    {
        counted.Failures = now - counted.LastAt >= Lock ? 1 : counted.Failures + 1;
        counted.LastAt = now;
        if (counted.Failures < TriesMax) return;
        counted.LockedUntil = now + Lock;
        counted.Failures = 0;
    }
}
