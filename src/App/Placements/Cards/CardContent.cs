using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Placements.Cards;

/// <summary>To whom one reports: a name, what the person is, and the only telephone a card carries.</summary>
public sealed record CardContact(string Name, string? Title, string? Phone);

/// <summary>A person on a place's card. <paramref name="Title"/> is the seat held, null for a member.</summary>
public sealed record CardMember(string Name, string? Agency, string? Title);

/// <summary>What a place's card says. <paramref name="Above"/> goes from below the emergency's own area down to the place's area.</summary>
/// <param name="Post">The post, or null when the area itself is the place.</param>
public sealed record PlaceContent(string Emergency, string? Document, IReadOnlyList<string> Above, string? Post, string? PostNumber, string? Kind, string? Address,
    string? Duty, string? Rules, string? Kit, int? Minimum, CardContact? Contact, IReadOnlyList<CardMember> People)
{
    /// <summary>When people are needed there.</summary>
    public string? Times { get; init; }

    [JsonIgnore]
    public string Name => Post ?? Above[^1];
}

/// <summary>What a person's card says.</summary>
/// <param name="With">Names of others at the place, at most <see cref="WithMost"/>; <paramref name="WithCount"/> is how many there are.</param>
/// <param name="LinkId">The personal link whose secret stands in the QR code; the secret itself is nowhere stored.</param>
public sealed record PersonContent(string Emergency, string? Document, string Name, string? Agency, string? Title, IReadOnlyList<string> Above, string? Post,
    string? Address, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, CardContact? ReportTo, IReadOnlyList<string> With, int WithCount, string? Bring,
    string? Duty, string? Rules, Guid LinkId)
{
    public const int WithMost = 12;
}

/// <summary>Content to and from what the card keeps.</summary>
public static class CardContent
{
    /// <summary>What sealed content is bound to besides its card.</summary>
    public const string Field = "card.content";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static (string Content, byte[] Hash) Keep<T>(T content)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(content, Json);
        return (System.Text.Encoding.UTF8.GetString(bytes), SHA256.HashData(bytes));
    }

    public static T Read<T>(string content) => JsonSerializer.Deserialize<T>(content, Json)!;
}
