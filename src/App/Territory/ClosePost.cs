using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>Ends a post, with the one that follows it where there is one. Whoever is placed there needs it or the reason.</summary>
public sealed record ClosePost(Guid PostId, int Version, string Reason, Guid? SuccessorId = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var post = await PostBook.Get(work, PostId, stop);
        var successor = SuccessorId is { } id ? await PostBook.Get(work, id, stop) : null;
        Refused.Where(TerritoryRules.ForOpen(post).Concat(TerritoryRules.ForVersion(Version, post.Version)).Concat(TerritoryRules.ForReason(Reason))
            .Concat(successor is null ? [] : TerritoryRules.ForOpen(successor))
            .Concat(successor?.Id == post.Id ? [new Broken("successor-itself", "岗位不能由自己接续。", "A post cannot follow itself.", "SuccessorId")] : []));
        PostBook.End(work, post, SuccessorId, Reason);
        work.About("post", post.Id);
        work.Note("successor", SuccessorId);
        return post.Id;
    }
}
