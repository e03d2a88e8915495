using Muster.Platform.Storage;

namespace Muster.Rosters.Handover;

/// <summary>
/// Whether somebody takes over at a post, and is there: the same words in SQL wherever it is asked. Each needs <c>@overlap</c> (<see cref="Overlap"/>).
/// </summary>
internal static class ReliefSql
{
    /// <summary>A turn follows on the turn of this alias at its post; open ones too.</summary>
    public static string Follows(string shift) => $"exists (select 1 from shift f where f.post_id = {shift}.post_id and f.day >= {shift}.day and {Following(shift)})";

    /// <summary>When the last turn that follows ends; null where none does.</summary>
    public static string LastEnd(string shift) => $"(select max(f.ends_at) from shift f where f.post_id = {shift}.post_id and f.day >= {shift}.day and {Following(shift)})";

    /// <summary>Somebody else came to the post, has not gone, and stays beyond the end of the turn of this alias or relieves it.</summary>
    public static string There(string shift) => $"""
        exists (select 1 from shift n join attendance i on i.shift_id = n.id and i.kind = 'In' and i.state = 'Accepted' where n.post_id = {shift}.post_id and n.id <> {shift}.id and n.day >= {shift}.day and n.state = 'Published'
          and n.starts_at <= {shift}.ends_at + @overlap and n.ends_at >= {shift}.ends_at and not exists (select 1 from attendance u where u.shift_id = n.id and u.kind = 'Out' and u.state = 'Accepted'))
        """;

    public static (string, object?) Overlap(Sql sql) => ("@overlap", sql.Engine == Engine.Sqlite ? HandoverRules.Overlap.Ticks / TimeSpan.TicksPerMicrosecond : HandoverRules.Overlap);

    private static string Following(string shift) => $"f.state = 'Published' and f.starts_at >= {shift}.ends_at - @overlap and f.starts_at <= {shift}.ends_at + @overlap and f.ends_at > {shift}.ends_at";
}
