using Muster.Platform.Acts;

namespace Muster.Platform.Identity;

/// <summary>What a password must be; pure.</summary>
public static class PasswordRules
{
    public const int LengthMax = 256;

    /// <summary>Words of this program that anybody would try first.</summary>
    private static readonly string[] OwnWords = ["muster", "集结", "jijie"];

    private static readonly Lazy<HashSet<string>> Known = new(() =>
    {
        using var list = new StreamReader(typeof(PasswordRules).Assembly.GetManifestResourceStream("passwords.txt")!);
        return list.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
    });

    public static int LengthMin(PasswordProfile profile) => profile == PasswordProfile.Asvs ? 12 : 10;

    /// <param name="names">The account's own words (its name, the person's, the place's): none may make up half of the password.</param>
    public static IEnumerable<Broken> Of(PasswordProfile profile, string password, IEnumerable<string> names)
    {
        var min = LengthMin(profile);
        if (password.Length < min)
            yield return new Broken("password-short", $"密码至少 {min} 位，现在 {password.Length} 位。", $"A password has at least {min} characters; this has {password.Length}.", "Password");
        if (password.Length > LengthMax)
            yield return new Broken("password-long", $"密码最多 {LengthMax} 位。", $"A password has at most {LengthMax} characters.", "Password");
        if (Known.Value.Contains(password) || IsRepeated(password))
            yield return new Broken("password-known", "这个密码在常用密码里，最先被人试。请换一个，例如几个不相关的词。", "This is among the passwords that are tried first. Choose another, such as a few unrelated words.", "Password");
        var word = names.Concat(OwnWords).FirstOrDefault(w => w.Length >= 2 && w.Length * 2 >= password.Length && password.Contains(w, StringComparison.OrdinalIgnoreCase));
        if (word is not null)
            yield return new Broken("password-own-word", $"密码的一大半是“{word}”，容易被猜到。", $"Most of the password is “{word}”, which is easy to guess.", "Password");
        if (profile == PasswordProfile.Graded && Kinds(password) < 3)
            yield return new Broken("password-kinds", "密码要有大写字母、小写字母、数字、符号中的至少三种（等保三级）。", "A password needs three of: capitals, small letters, digits, signs (GB/T 22239 level 3).", "Password");
    }

    private static int Kinds(string password) =>
        (password.Any(char.IsAsciiLetterUpper) ? 1 : 0) + (password.Any(char.IsAsciiLetterLower) ? 1 : 0) + (password.Any(char.IsAsciiDigit) ? 1 : 0) + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);

    /// <summary>One to four characters over and over.</summary>
    private static bool IsRepeated(string password) =>
        Enumerable.Range(1, 4).Any(unit => password.Length > 2 * unit && Enumerable.Range(unit, password.Length - unit).All(i => password[i] == password[i - unit]));
}
