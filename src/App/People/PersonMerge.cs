namespace Muster.People;

/// <summary>Two records that were one person; <see cref="Before"/> is what undoing needs.</summary>
public sealed class PersonMerge
{
    public Guid Id { get; set; }
    public Guid KeptId { get; set; }
    public Guid GoneId { get; set; }
    public string Before { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public string Actor { get; set; } = "";
    public DateTimeOffset? UndoneAt { get; set; }
}
