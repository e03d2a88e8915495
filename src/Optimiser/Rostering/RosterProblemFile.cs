using System.Text.Json;

namespace Muster.Optimiser.Rostering;

/// <summary>A problem as JSON: the names of <see cref="RosterProblem"/> as they stand. A bug report is such a file.</summary>
public static class RosterProblemFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="FormatException">It is not such a file.</exception>
    public static RosterProblem Read(Stream from)
    {
        try
        {
            return JsonSerializer.Deserialize<RosterProblem>(from, Options) ?? throw new FormatException("The file is empty.");
        }
        catch (JsonException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    public static void Write(RosterProblem problem, Stream to) => JsonSerializer.Serialize(to, problem, Options);
}
