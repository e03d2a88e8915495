using System.Security.Cryptography.X509Certificates;
using Muster.Platform.Doors;
using Muster.Platform.Storage;

namespace Muster.Platform.Hosting;

/// <summary>
/// Where an installation keeps its things: the folder (default ./var) with the SQLite file, uploaded files, the socket that verbs
/// use, and the lock that keeps a second process out; and PostgreSQL's connection string, if it is to be used instead of SQLite.
/// </summary>
public sealed record Installation(string Folder, string? Postgres)
{
    /// <summary>What the server shows over HTTPS: what was given, else what the local authority made; null without either.</summary>
    public X509Certificate2? Certificate { get => field ??= Authority.Server(); init; }

    public LocalAuthority Authority => new(Path.Combine(Folder, "https"));

    /// <summary>Proxies in front of this node, believed about who asks.</summary>
    public IReadOnlyList<System.Net.IPAddress> Proxies { get; init; } = [];

    public string SocketPath => Path.Combine(Folder, "muster.sock");

    public string FilesFolder => Path.Combine(Folder, "files");

    /// <summary>From --store and --postgres, else MUSTER_STORE and MUSTER_POSTGRES, else ./var and SQLite.</summary>
    /// <exception cref="InTheOpenException">PostgreSQL is on another machine and TLS is not asked for (<see cref="Database.InTheOpen"/>).</exception>
    public static Installation Choose(string? folder, string? postgres)
    {
        var where = postgres ?? Environment.GetEnvironmentVariable("MUSTER_POSTGRES");
        if (where is not null && Environment.GetEnvironmentVariable(Database.PlainSetting) != "yes" && Database.InTheOpen(where) is { } why) throw new InTheOpenException(why);
        return new(System.IO.Path.GetFullPath(folder ?? Environment.GetEnvironmentVariable("MUSTER_STORE") ?? "var"), where);
    }

    public Database OpenDatabase()
    {
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(FilesFolder);
        return Postgres is null ? Database.Sqlite(Path.Combine(Folder, "muster.db")) : Database.Postgres(Postgres);
    }

    /// <summary>Takes the store for this process alone; null when another process has it. Dispose to give it back.</summary>
    public FileStream? TakeLock()
    {
        Directory.CreateDirectory(Folder);
        try
        {
            return new FileStream(Path.Combine(Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}

/// <summary>The store would be reached over a network without TLS.</summary>
public sealed class InTheOpenException(string why) : Exception(why);
