using System.Text;

namespace Muster.Platform.Storage;

/// <summary>CamelCase in code is snake_case in the database and kebab-case in routes.</summary>
public static class Naming
{
    public static string Snake(string name) => Split(name, '_');

    public static string Kebab(string name) => Split(name, '-');

    private static string Split(string name, char by)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append(by);
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
