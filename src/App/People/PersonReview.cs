namespace Muster.People;

/// <summary>A question an import left for a person to settle.</summary>
public sealed class PersonReview
{
    public Guid Id { get; set; }
    public ReviewKind Kind { get; set; }
    public Guid? PersonId { get; set; }
    public string Text { get; set; } = "";
    public string Candidates { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    public string? Settled { get; set; }
}
