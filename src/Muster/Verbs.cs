using System.CommandLine;

namespace Muster.Cli;

/// <summary>Every top-level verb, in the order of <c>muster --help</c>; each module's folder makes its own.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All()
    {
        yield return Serving.ServeVerb.Make();
        yield return Serving.CertificateVerb.Make();
        yield return Serving.ComponentsVerb.Make();
        yield return Plans.PlanVerbs.Make();
        yield return Rosters.RosterVerbs.Make();
        yield return Rosters.AlarmVerbs.Make();
        yield return Rosters.OpeningVerbs.Make();
        yield return Rosters.SwapVerbs.Make();
        yield return Rosters.WishVerbs.Make();
        yield return Rosters.OwedVerbs.Make();
        yield return Rosters.ReliefVerbs.Make();
        yield return Rosters.RotationVerbs.Make();
        yield return Rosters.LoadVerbs.Make();
        yield return Rehearsal.DemoVerb.Make();
        yield return Plans.SampleVerbs.Make();
        yield return Territory.AreaVerbs.Make();
        yield return Territory.PostVerbs.Make();
        yield return Emergencies.EmergencyVerbs.Make();
        yield return Needs.DemandVerbs.Make();
        yield return Mobilisation.MobiliseVerbs.Make();
        yield return Organisation.OrganisationVerbs.Make();
        yield return Organisation.ContinuityVerbs.Make();
        yield return Placements.PlacementVerbs.Make();
        yield return Placements.CardVerbs.Make();
        yield return People.PeopleVerbs.Make();
        yield return People.AgencyVerbs.Make();
        yield return Audit.AuditVerbs.Make();
        yield return Access.AccessVerbs.Make();
        yield return Privacy.PrivacyVerbs.Make();
    }

    /// <summary>Where the store is; on every verb that touches it.</summary>
    public static readonly Option<string?> Store = new("--store") { Description = "folder of the store (default: MUSTER_STORE or ./var)", Recursive = true };

    public static readonly Option<string?> Postgres = new("--postgres") { Description = "PostgreSQL connection string (default: MUSTER_POSTGRES; without it SQLite in the store's folder)", Recursive = true };

    /// <summary>The last line on stdout is JSON; everything else goes to stderr.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "print the result as one line of JSON", Recursive = true };
}
