using Muster.Platform.Acts;
using Muster.Platform.Jobs;

namespace Muster.Placements.Cards;

/// <summary>Issues cards as a job, with progress; a cancel keeps nothing of it, since all of it is one act.</summary>
public sealed class CardIssuing(JobBoard jobs, Desk desk)
{
    public Task<Guid> Start(IssueCards act, string label, Actor actor, WriteId writeId) => jobs.Start(nameof(IssueCards), label, actor,
        async (progress, stop) => await desk.Do(act with { Progress = progress }, writeId, actor, stop));
}
