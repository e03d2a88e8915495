using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>An area that is to be made: its name, its code or key, what is known of it, and for a re-cut what goes to it.</summary>
/// <param name="Children">Areas below the ended ones that go below this one.</param>
/// <param name="Posts">Posts of the ended ones that go to this one.</param>
public sealed record NewArea(string Name, string? Code = null, int? Residents = null, int? Households = null, int? Buildings = null, int? LocalStaff = null,
    IReadOnlyList<Guid>? Children = null, IReadOnlyList<Guid>? Posts = null);

/// <summary>Adds an area the register does not have: a cluster, a compound, a building, a committee founded since.</summary>
/// <param name="ParentId">Null for a top of its own.</param>
/// <param name="Assumed">It is taken for granted, not confirmed; said wherever it is shown.</param>
public sealed record AddArea(Guid? ParentId, AreaLevel Level, string Name, string? Code = null, bool Assumed = false, int? Residents = null,
    int? Households = null, int? Buildings = null, int? LocalStaff = null, Guid? EmergencyId = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var parent = ParentId is { } id ? await book.Get(id) : null;
        var code = string.IsNullOrWhiteSpace(Code) ? null : Code.Trim();
        Refused.Where(TerritoryRules.ForName(Name).Concat(TerritoryRules.ForLevel(Level, parent)).Concat(TerritoryRules.ForCode(code))
            .Concat(TerritoryRules.ForFacts(Residents, Households, Buildings, LocalStaff)).Concat(await book.CodeIsFree(code, Level))
            .Concat(TerritoryRules.ForSiblings(Name ?? "", Level, await book.Children(ParentId))));
        var area = await book.Add(parent, Level, new NewArea(Name!, code, Residents, Households, Buildings, LocalStaff), Assumed, EmergencyId);
        book.Change(AreaChangeKind.Add, area.Id, "");
        work.About("area", area.Id);
        work.Note("name", area.Name);
        return area.Id;
    }
}
