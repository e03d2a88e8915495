using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>What a post says: the fields a person fills.</summary>
/// <param name="Number">A number or key of one's own, unique among the standing posts of the area.</param>
/// <param name="Minimum">People it cannot do without.</param>
/// <param name="Target">People it should have; at least the minimum.</param>
/// <param name="Absorption">The most it can use; null for no limit.</param>
public sealed record PostFields(string Name, string Kind, int Minimum, int Target, int? Absorption = null, string? Number = null, string Duty = "", string Rules = "",
    string Kit = "", string Address = "", string Contact = "", double? Latitude = null, double? Longitude = null, Datum? Datum = null)
{
    internal IEnumerable<Broken> Check() => TerritoryRules.ForName(Name).Concat(TerritoryRules.ForName(Kind, "Kind")).Concat(TerritoryRules.ForPeopleNeeded(Minimum, Target, Absorption))
        .Concat(TerritoryRules.ForCoordinates(Latitude, Longitude, Datum))
        .Concat(TerritoryRules.ForTexts(("Duty", Duty), ("Rules", Rules), ("Kit", Kit), ("Address", Address), ("Contact", Contact), ("Number", Number)));

    internal void Fill(Post post)
    {
        (post.Name, post.Kind, post.Minimum, post.Target, post.Absorption) = (Name.Trim(), Kind.Trim(), Minimum, Target, Absorption);
        post.Number = string.IsNullOrWhiteSpace(Number) ? null : Number.Trim();
        (post.Duty, post.Rules, post.Kit, post.Address, post.Contact) = (Duty ?? "", Rules ?? "", Kit ?? "", Address ?? "", Contact ?? "");
        (post.Latitude, post.Longitude, post.Datum) = (Latitude, Longitude, Latitude is null ? null : Datum);
    }

    internal static PostFields Of(Post p) => new(p.Name, p.Kind, p.Minimum, p.Target, p.Absorption, p.Number, p.Duty, p.Rules, p.Kit, p.Address, p.Contact, p.Latitude, p.Longitude, p.Datum);
}

/// <summary>Adds a post to an area.</summary>
public sealed record AddPost(Guid AreaId, string Name, string Kind, int Minimum, int Target, int? Absorption = null, string? Number = null, string Duty = "",
    string Rules = "", string Kit = "", string Address = "", string Contact = "", double? Latitude = null, double? Longitude = null, Datum? Datum = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var area = await new AreaBook(work, stop).Get(AreaId);
        var fields = new PostFields(Name, Kind, Minimum, Target, Absorption, Number, Duty, Rules, Kit, Address, Contact, Latitude, Longitude, Datum);
        Refused.Where(TerritoryRules.ForOpen(area).Concat(fields.Check()).Concat(await NameIsFree(work, AreaId, Name, Number, null, stop)));
        var post = new Post { Id = Guid.CreateVersion7(), AreaId = AreaId, ValidFrom = work.Now, Version = 1 };
        fields.Fill(post);
        work.Store.Add(post);
        work.About("post", post.Id);
        work.Note("area", AreaId);
        return post.Id;
    }

    internal static async Task<IEnumerable<Broken>> NameIsFree(Work work, Guid area, string? name, string? number, Guid? self, CancellationToken stop)
    {
        var others = await work.Store.Set<Post>().AsNoTracking().Where(p => p.AreaId == area && p.ValidTo == null && p.Id != self).ToListAsync(stop);
        return TerritoryRules.ForOtherPosts(name, number, others);
    }
}
