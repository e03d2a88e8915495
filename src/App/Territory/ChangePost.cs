using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>Changes a post, or takes it to another area; what it was stays in its history. Answers the new version.</summary>
public sealed record ChangePost(Guid PostId, int Version, Guid AreaId, string Name, string Kind, int Minimum, int Target, int? Absorption = null, string? Number = null,
    string Duty = "", string Rules = "", string Kit = "", string Address = "", string Contact = "", double? Latitude = null, double? Longitude = null,
    Datum? Datum = null, string Reason = "") : Act<int>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var post = await PostBook.Get(work, PostId, stop);
        var area = await new AreaBook(work, stop).Get(AreaId);
        var fields = new PostFields(Name, Kind, Minimum, Target, Absorption, Number, Duty, Rules, Kit, Address, Contact, Latitude, Longitude, Datum);
        Refused.Where(TerritoryRules.ForOpen(post).Concat(TerritoryRules.ForOpen(area))
            .Concat(TerritoryRules.ForVersion(Version, post.Version, new BothSides("Name", "名称", "Name", Name, post.Name), new BothSides("Kind", "类别", "Kind", Kind, post.Kind),
                new BothSides("Minimum", "最少人数", "Minimum", $"{Minimum}", $"{post.Minimum}"), new BothSides("Target", "目标人数", "Target", $"{Target}", $"{post.Target}"),
                new BothSides("Absorption", "最多人数", "At most", $"{Absorption}", $"{post.Absorption}"), new BothSides("Duty", "职责", "Duty", Duty, post.Duty),
                new BothSides("Rules", "规则", "Rules", Rules, post.Rules), new BothSides("Kit", "物资", "Kit", Kit, post.Kit),
                new BothSides("Address", "地点", "Address", Address, post.Address), new BothSides("Contact", "联系人", "Contact", Contact, post.Contact)))
            .Concat(fields.Check()).Concat(await AddPost.NameIsFree(work, AreaId, Name, Number, PostId, stop)));
        if (post.AreaId != AreaId) PostBook.Move(work, post, AreaId, Reason ?? "");
        else PostBook.Remember(work, post, PostChangeKind.Change, Reason ?? "");
        fields.Fill(post);
        post.Version++;
        work.About("post", post.Id);
        return post.Version;
    }
}
