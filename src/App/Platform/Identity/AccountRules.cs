using Muster.Platform.Acts;

namespace Muster.Platform.Identity;

internal static class AccountRules
{
    public static IEnumerable<Broken> Of(string name, string displayName)
    {
        if (name.Length == 0) yield return new Broken("account-name-missing", "请填写账号。", "A name to sign in with is needed.", "Name");
        if (displayName.Length == 0) yield return new Broken("display-name-missing", "请填写姓名。", "Your own name is needed.", "DisplayName");
    }
}
