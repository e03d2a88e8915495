using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>A field as the person left it and as it stands now, both as text; for a save that came too late.</summary>
public readonly record struct BothSides(string Field, string Zh, string En, string? Yours, string? Theirs);

/// <summary>What must hold for areas and posts, as pure functions.</summary>
public static class TerritoryRules
{
    public const int NameLengthMax = 64;
    public const int KeyLengthMax = 40;
    public const int TextLengthMax = 2000;

    public static IEnumerable<Broken> ForName(string? name, string field = "Name")
    {
        if (string.IsNullOrWhiteSpace(name))
            yield return new Broken("name-missing", "请填写名称。", "A name is needed.", field);
        else if (name.Length > NameLengthMax)
            yield return new Broken("name-long", $"名称最多 {NameLengthMax} 字，现有 {name.Length} 字。", $"A name has at most {NameLengthMax} characters; this has {name.Length}.", field);
    }

    public static IEnumerable<Broken> ForReason(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            yield return new Broken("reason-missing", "请填写原因：以后查历史的人要看。", "Give a reason: whoever reads the history later will want it.", "Reason");
        else if (reason.Length > TextLengthMax)
            yield return new Broken("text-long", $"原因最多 {TextLengthMax} 字。", $"A reason has at most {TextLengthMax} characters.", "Reason");
    }

    /// <summary>A 12-digit statistical code, or a key of one's own (yintan-07).</summary>
    public static IEnumerable<Broken> ForCode(string? code)
    {
        if (code is null) yield break;
        if (code.Length is 0 or > KeyLengthMax || !code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            yield return new Broken("area-code-form", $"“{code}”不能作代码：用 12 位统计代码，或不超过 {KeyLengthMax} 位的字母、数字、连字符。",
                $"“{code}” is no code: use 12 digits, or up to {KeyLengthMax} letters, digits and hyphens.", "Code");
    }

    public static IEnumerable<Broken> ForLevel(AreaLevel level, Area? parent)
    {
        if (parent is { ValidTo: not null })
            yield return new Broken("parent-closed", $"“{parent.Name}”已撤销，不能再有下级。", $"“{parent.Name}” is closed; nothing can stand below it.", "ParentId");
        if (parent is not null && level <= parent.Level)
            yield return new Broken("level-order", $"{Zh(level)}不能在{Zh(parent.Level)}“{parent.Name}”之下。", $"A {En(level)} cannot stand below the {En(parent.Level)} “{parent.Name}”.", "Level");
    }

    /// <param name="siblings">Standing areas under the same parent, without the area itself.</param>
    public static IEnumerable<Broken> ForSiblings(string name, AreaLevel level, IEnumerable<Area> siblings)
    {
        if (siblings.Any(s => s.Level == level && string.Equals(s.Name, name.Trim(), StringComparison.Ordinal)))
            yield return new Broken("area-name-taken", $"同一上级下已有“{name}”。", $"There is already a “{name}” under the same area.", "Name");
    }

    public static IEnumerable<Broken> ForOpen(Area area)
    {
        if (area.ValidTo is not null)
            yield return new Broken("area-closed", $"“{area.Name}”已撤销，不能再改。", $"“{area.Name}” is closed and cannot be changed.");
    }

    public static IEnumerable<Broken> ForMove(Area area, Area? to)
    {
        if (to is not null && AreaPath.IsAtOrBelow(to.Path, area.Path))
            yield return new Broken("move-into-itself", $"“{area.Name}”不能移到自己或自己的下级之下。", $"“{area.Name}” cannot move below itself.", "ParentId");
        if (to?.Id == area.ParentId)
            yield return new Broken("move-nowhere", $"“{area.Name}”已经在那里。", $"“{area.Name}” stands there already.", "ParentId");
        foreach (var broken in ForLevel(area.Level, to)) yield return broken;
    }

    public static IEnumerable<Broken> ForFacts(int? residents, int? households, int? buildings, int? localStaff)
    {
        foreach (var (value, field, zh, en) in new[] { (residents, "Residents", "居民数", "residents"), (households, "Households", "户数", "households"),
            (buildings, "Buildings", "楼栋数", "buildings"), (localStaff, "LocalStaff", "本地人员数", "local staff") })
            if (value is < 0 or > 200_000_000)
                yield return new Broken("fact-range", $"{zh}不能是 {value}。", $"{value} {en} cannot be.", field);
    }

    public static IEnumerable<Broken> ForCoordinates(double? latitude, double? longitude, Datum? datum)
    {
        if (latitude is null != longitude is null)
            yield return new Broken("coordinates-half", "纬度和经度要么都填，要么都不填。", "Give both latitude and longitude, or neither.", latitude is null ? "Latitude" : "Longitude");
        if (latitude is { } north && !(Math.Abs(north) <= 90)) yield return new Broken("coordinates-range", $"纬度 {north} 超出 ±90。", $"Latitude {north} is beyond ±90.", "Latitude");
        if (longitude is { } east && !(Math.Abs(east) <= 180)) yield return new Broken("coordinates-range", $"经度 {east} 超出 ±180。", $"Longitude {east} is beyond ±180.", "Longitude");
        if (latitude is not null && datum is null)
            yield return new Broken("datum-missing", "请说明坐标系：WGS-84 或 GCJ-02。", "Say what the coordinates are measured in: WGS-84 or GCJ-02.", "Datum");
    }

    public static IEnumerable<Broken> ForPeopleNeeded(int minimum, int target, int? absorption)
    {
        if (minimum < 0) yield return new Broken("minimum-range", $"最少人数不能是 {minimum}。", $"The minimum cannot be {minimum}.", "Minimum");
        if (target < minimum) yield return new Broken("target-below-minimum", $"目标人数 {target} 少于最少人数 {minimum}。", $"The target {target} is below the minimum {minimum}.", "Target");
        if (absorption < target) yield return new Broken("absorption-below-target", $"最多人数 {absorption} 少于目标人数 {target}。", $"The most it can take, {absorption}, is below the target {target}.", "Absorption");
    }

    public static IEnumerable<Broken> ForTexts(params (string Field, string? Text)[] texts)
    {
        foreach (var (field, text) in texts)
            if (text?.Length > TextLengthMax)
                yield return new Broken("text-long", $"最多 {TextLengthMax} 字，现有 {text.Length} 字。", $"At most {TextLengthMax} characters; this has {text.Length}.", field);
    }

    /// <summary>Each new area needs a name of its own; a split needs two or more; every child and post goes to exactly one of them.</summary>
    public static IEnumerable<Broken> ForRecut(int splitInto, IReadOnlyList<NewArea> into, IReadOnlyCollection<(Guid Id, string Name)> children, IReadOnlyCollection<(Guid Id, string Name)> posts)
    {
        if (into.Count < splitInto) yield return new Broken("split-few", $"拆分至少要分成 {splitInto} 个。", $"A split makes at least {splitInto}.", "Into");
        foreach (var one in into)
            foreach (var broken in ForName(one.Name, "Into").Concat(ForCode(one.Code)).Concat(ForFacts(one.Residents, one.Households, one.Buildings, one.LocalStaff)))
                yield return broken;
        foreach (var twice in into.GroupBy(i => i.Name).Where(g => g.Count() > 1))
            yield return new Broken("area-name-taken", $"有 {twice.Count()} 个都叫“{twice.Key}”。", $"{twice.Count()} of them are called “{twice.Key}”.", "Into");
        if (into.Count <= 1) yield break;
        foreach (var broken in Assigned(children, into.SelectMany(i => i.Children ?? []), "下级", "area below")) yield return broken;
        foreach (var broken in Assigned(posts, into.SelectMany(i => i.Posts ?? []), "岗位", "post")) yield return broken;
    }

    public static IEnumerable<Broken> ForMerge(IReadOnlyList<Area> areas)
    {
        if (areas.Count < 2) yield return new Broken("merge-few", "合并至少要两个。", "A merge takes at least two.", "Areas");
        if (areas.DistinctBy(a => a.Level).Count() > 1) yield return new Broken("merge-levels", "只能合并同一级的属地。", "Only areas of one level can be merged.", "Areas");
        if (areas.DistinctBy(a => a.ParentId).Count() > 1)
            yield return new Broken("merge-parents", "只能合并同一上级之下的属地：先移到一起。", "Only areas under one parent can be merged: move them together first.", "Areas");
    }

    /// <summary>An area that others stand on is not closed by the way: say where they go, or that they close with it.</summary>
    public static IEnumerable<Broken> ForClosing(Area area, int children, int posts, Area? successor, bool withBelow)
    {
        if (successor is null && !withBelow && (children > 0 || posts > 0))
            yield return new Broken("close-not-empty", $"“{area.Name}”下还有 {children} 个下级、{posts} 个岗位：请选接续的属地，或一并撤销。",
                $"“{area.Name}” still has {InEnglish.Of(children, "area", "areas")} below and {InEnglish.Of(posts, "post", "posts")}: name a successor, or close them with it.", "SuccessorId");
        if (successor is null) yield break;
        if (successor.ValidTo is not null) yield return new Broken("successor-closed", $"“{successor.Name}”已撤销，不能接续。", $"“{successor.Name}” is closed and cannot follow.", "SuccessorId");
        if (AreaPath.IsAtOrBelow(successor.Path, area.Path)) yield return new Broken("successor-below", "接续的属地不能是自己或自己的下级。", "The successor cannot be the area itself or stand below it.", "SuccessorId");
        if (children > 0 && successor.Level > area.Level)
            yield return new Broken("level-order", $"{Zh(area.Level)}的下级不能转到{Zh(successor.Level)}“{successor.Name}”之下。", $"What stands below a {En(area.Level)} cannot go below the {En(successor.Level)} “{successor.Name}”.", "SuccessorId");
    }

    /// <param name="others">Standing posts of the same area, without the post itself.</param>
    public static IEnumerable<Broken> ForOtherPosts(string? name, string? number, IReadOnlyList<Post> others)
    {
        if (others.Any(p => p.Name == name?.Trim())) yield return new Broken("post-name-taken", $"这里已有岗位“{name}”。", $"There is a post “{name}” here already.", "Name");
        if (!string.IsNullOrWhiteSpace(number) && others.Any(p => p.Number == number.Trim()))
            yield return new Broken("post-number-taken", $"编号 {number} 已被这里另一岗位使用。", $"Another post here has the number {number}.", "Number");
    }

    public static IEnumerable<Broken> ForOpen(Post post)
    {
        if (post.ValidTo is not null)
            yield return new Broken("post-closed", $"岗位“{post.Name}”已撤销，不能再改。", $"The post “{post.Name}” is closed and cannot be changed.");
    }

    private static IEnumerable<Broken> Assigned(IReadOnlyCollection<(Guid Id, string Name)> all, IEnumerable<Guid> assigned, string zh, string en)
    {
        var counts = assigned.GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        foreach (var (id, name) in all)
            if (counts.GetValueOrDefault(id) != 1)
                yield return new Broken("recut-unassigned", $"{zh}“{name}”要归到其中一个，现在归了 {counts.GetValueOrDefault(id)} 个。",
                    $"The {en} “{name}” must go to exactly one of them, not {counts.GetValueOrDefault(id)}.", "Into");
        var known = all.Select(a => a.Id).ToHashSet();
        foreach (var id in counts.Keys.Where(id => !known.Contains(id)))
            yield return new Broken("recut-foreign", $"{id} 不在这里。", $"{id} does not stand here.", "Into");
    }

    /// <summary>A save that came too late: one broken rule per field that differs, with both sides; one alone where none does.</summary>
    public static IEnumerable<Broken> ForVersion(int seen, int now, params BothSides[] fields)
    {
        if (seen == now) yield break;
        var differing = fields.Where(f => !string.Equals(f.Yours ?? "", f.Theirs ?? "", StringComparison.Ordinal)).ToList();
        if (differing.Count == 0)
            yield return new Broken("stale", "别人刚刚改过这条记录，您的修改未保存。请看过现状再存。", "Somebody changed this record meanwhile; yours was not saved. Look at it as it is now, then save again.");
        foreach (var f in differing)
            yield return new Broken("stale", $"别人刚刚改过。{f.Zh}：您填的是“{f.Yours}”，现在是“{f.Theirs}”。未保存。",
                $"Somebody changed this meanwhile. {f.En}: yours “{f.Yours}”, now “{f.Theirs}”. Not saved.", f.Field);
    }

    public static string Zh(AreaLevel level) => level switch
    {
        AreaLevel.Province => "省", AreaLevel.City => "市", AreaLevel.County => "区县", AreaLevel.Street => "街道", AreaLevel.Cluster => "片区",
        AreaLevel.Community => "社区", AreaLevel.Compound => "小区", _ => "楼栋",
    };

    public static string EnMany(AreaLevel level) => level switch
    {
        AreaLevel.City => "cities", AreaLevel.County => "counties", AreaLevel.Community => "communities", _ => En(level) + "s",
    };

    public static string En(AreaLevel level) => level.ToString().ToLowerInvariant();
}
