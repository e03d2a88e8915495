namespace Muster.People;

/// <summary>Something that happened to a person: served somewhere, changed agency, was trained.</summary>
public sealed class PersonHistory
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public string Kind { get; set; } = "";
    public string Text { get; set; } = "";
    public DateTimeOffset At { get; set; }
}
