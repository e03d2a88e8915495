using Microsoft.Extensions.DependencyInjection;

namespace Muster.Platform.Reading;

/// <summary>Who reads what of the platform's own tables.</summary>
public static class PlatformReading
{
    public static void AddReadRules(this IServiceCollection services, IEnumerable<ReadRule> rules)
    {
        foreach (var rule in rules) services.AddSingleton(rule);
    }

    /// <summary>Accounts, the trail and the rest are opened by policies of their own; a job is read by who started it, a notice by whom it is to.</summary>
    internal static IEnumerable<ReadRule> Rules =>
    [
        .. ReadRule.Shared("account", "setup_link", "signed_in", "sign_in_lock", "activation", "recovery_code", "role_grant", "protection_key", "data_key", "passkey", "api_token", "outside_identity", "setting", "audit_entry", "audit_link", "audit_seal", "destruction"),
        ReadRule.Where("job_run", "t.account_id = @reach_account"),
        ReadRule.Where("notice", "t.account_id = @reach_account or t.person_id = (select a.person_id from account a where a.id = @reach_account)"),
        .. ReadRule.Closed("kept_file", "header_mapping"),
    ];
}
