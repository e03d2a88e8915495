namespace Muster.Platform.Acts;

/// <summary>
/// One use case: its public properties are the input, <see cref="Needs"/> says who may, <see cref="Do"/> checks the rules and saves.
/// The <see cref="Desk"/> runs it in a transaction together with its audit entry. The type's name is the act's name everywhere:
/// audit entry, route, command-line verb and test.
/// </summary>
/// <typeparam name="T">What the act answers; it must survive a round trip through JSON, because a repeated write id gets it again.</typeparam>
public abstract record Act<T> where T : notnull
{
    protected internal abstract Permission Needs { get; }

    /// <summary>It opens doors or lets much out: who signed in long ago shows again who it is before (<see cref="Access.Standing.ProvedAt"/>).</summary>
    protected internal virtual bool IsSensitive => false;

    /// <summary>
    /// Whether somebody may do it whose role carries <see cref="Needs"/> for a part of the territory or some agencies only. It then must name a record
    /// of that part, and ids outside it are unknown to it (<see cref="Reading.KnownIds"/>). An act is not open so unless it says so: one that
    /// changes what it does not name, such as publishing a plan, concerns everybody.
    /// </summary>
    protected internal virtual bool InPart => false;

    protected internal abstract Task<T> Do(Work work, CancellationToken stop);
}

/// <summary>What a person must be allowed to do. One constant per kind of act; roles that carry them come with the access module.</summary>
public readonly record struct Permission(string Name)
{
    public static readonly Permission EditTerritory = new("territory.edit");
    public static readonly Permission EditPeople = new("people.edit");
    public static readonly Permission ReadPeople = new("people.read");
    public static readonly Permission UnmaskPeople = new("people.unmask");
    public static readonly Permission RunEmergencies = new("emergencies.run");
    public static readonly Permission EditOrganisation = new("organisation.edit");
    public static readonly Permission MakePlans = new("plans.make");
    public static readonly Permission PublishPlans = new("plans.publish");
    public static readonly Permission MakeRosters = new("rosters.make");
    public static readonly Permission IssueCards = new("cards.issue");
    public static readonly Permission RunInstallation = new("installation.run");
    public static readonly Permission ReadAudit = new("audit.read");
    public static readonly Permission ManageAccounts = new("accounts.manage");
    public static readonly Permission ReadAccounts = new("accounts.read");
    public static readonly Permission GiveRoles = new("roles.give");
    public static readonly Permission GiveFieldRoles = new("roles.give-field");

    public static readonly Permission InvitePeople = new("people.invite");
    public static readonly Permission SetSignInTerms = new("sign-in.set-rules");

    /// <summary>To ask for personal data to be destroyed, and to confirm what somebody else asked for.</summary>
    public static readonly Permission AskDestruction = new("destruction.ask");
    public static readonly Permission ConfirmDestruction = new("destruction.confirm");

    /// <summary>To say that one has come or goes; for oneself.</summary>
    public static readonly Permission CheckIn = new("attendance.check-in");

    /// <summary>To say it for those one leads, and to answer what is held.</summary>
    public static readonly Permission CallRoll = new("attendance.call-roll");

    /// <summary>To say whether others are at their posts.</summary>
    public static readonly Permission Observe = new("attendance.observe");

    /// <summary>To read what the field works with: areas, people, plans.</summary>
    public static readonly Permission See = new("see");

    /// <summary>Open to whoever holds the secret the act itself checks (a set-up link, a personal link).</summary>
    public static readonly Permission None = new("");

    public override string ToString() => Name;
}

/// <summary>A broken rule: a stable code, one sentence in both languages that carries the values, and the field or cell it stands in.</summary>
public sealed record Broken(string Code, string Zh, string En, string? Field = null)
{
    public string In(string language) => language.StartsWith("zh", StringComparison.Ordinal) ? Zh : En;
}

/// <summary>An act was refused: nothing was saved. Carries every broken rule, not only the first.</summary>
public sealed class Refused(IReadOnlyList<Broken> broken) : Exception(string.Join(" ", broken.Select(b => b.En)))
{
    public Refused(Broken broken) : this([broken]) { }

    public Refused(string code, string zh, string en, string? field = null) : this([new Broken(code, zh, en, field)]) { }

    public IReadOnlyList<Broken> Rules { get; } = broken;

    public static void Where(IEnumerable<Broken> rules)
    {
        var all = rules.ToList();
        if (all.Count > 0) throw new Refused(all);
    }
}

/// <summary>The id a caller makes for a write: the same id twice is the same write.</summary>
public readonly record struct WriteId(Guid Value)
{
    public static WriteId New() => new(Guid.CreateVersion7());
}

/// <summary>Who acts. <paramref name="Id"/> is the account, or null for the operating system's user at the command line.</summary>
/// <param name="Name">As it stands in the audit trail.</param>
/// <param name="Origin">page, api or cli.</param>
/// <param name="May">The permissions held.</param>
public sealed record Actor(Guid? Id, string Name, string Origin, Func<Permission, bool> May)
{
    /// <summary>The network address the request came from; null for what comes over the installation's own socket.</summary>
    public string? Address { get; init; }

    /// <summary>The roles held, for somebody signed in; null for the operating system's user and the installation itself.</summary>
    public Access.Standing? Standing { get; init; }

    public static readonly Actor Nobody = new(null, "", "page", permission => permission == Permission.None);

    /// <summary>The installation itself: jobs it starts on its own, the demo, tests.</summary>
    public static Actor System(string name) => new(null, name, "cli", _ => true);
}
