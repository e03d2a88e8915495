using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory.Contract;
using Muster.Territory.Names;

namespace Muster.Territory;

/// <summary>
/// What every act on areas does the same way: find or refuse, make with path and search keys, move a subtree, end with history and events.
/// Works on the act's transaction; the Desk saves what is tracked.
/// </summary>
internal sealed class AreaBook(Work work, CancellationToken stop)
{
    private readonly HashSet<Guid> _unsaved = [];

    private Store Store => work.Store;

    public async Task Save()
    {
        await Store.SaveChangesAsync(stop);
        _unsaved.Clear();
    }

    public async Task<Area> Get(Guid id) => await Store.FindAsync<Area>([id], stop)
        ?? throw new Refused("area-unknown", $"没有编号为 {id} 的属地。", $"There is no area {id}.");

    public Task<List<Area>> Children(Guid? parent) => Store.Set<Area>().Where(a => a.ParentId == parent && a.ValidTo == null).OrderBy(a => a.Path).ToListAsync(stop);

    public Task<List<Post>> Posts(Guid area) => Store.Set<Post>().Where(p => p.AreaId == area && p.ValidTo == null).ToListAsync(stop);

    public async Task<IEnumerable<Broken>> CodeIsFree(string? code, AreaLevel level) =>
        code is not null && await Store.Set<Area>().AnyAsync(a => a.Code == code && a.Level == level && a.ValidTo == null, stop)
            ? [new Broken("area-code-taken", $"代码 {code} 已有{TerritoryRules.Zh(level)}使用。", $"A standing {TerritoryRules.En(level)} has the code {code} already.", "Code")] : [];

    /// <summary>Adds an area under a parent, with path, approximate place and search keys.</summary>
    public async Task<Area> Add(Area? parent, AreaLevel level, NewArea from, bool assumed, Guid? emergency = null)
    {
        var number = parent is null ? await NextRoot() : await NextChild(parent.Id);
        var area = new Area
        {
            Id = Guid.CreateVersion7(), ParentId = parent?.Id, Level = level, Code = from.Code, Assumed = assumed, EmergencyId = emergency, ValidFrom = work.Now,
            Path = AreaPath.Child(parent?.Path ?? "", number), Version = 1,
            Residents = from.Residents, Households = from.Households, Buildings = from.Buildings, LocalStaff = from.LocalStaff,
        };
        if (parent is { Latitude: { } north, Longitude: { } east })
        {
            (area.Latitude, area.Longitude) = Nearby.Of(north, east, parent.Level, number - AreaPath.FirstOwn);
            (area.Datum, area.Approximate) = (parent.Datum, true);
        }
        Name(area, from.Name);
        Store.Add(area);
        Store.AddRange(Keys(area));
        _unsaved.Add(area.Id);
        return area;
    }

    public async Task Rename(Area area, string name)
    {
        await Save();
        foreach (var key in NameKeys.Of(area.Name))
            await work.Sql.Run("delete from area_key where level = @level and key = @key and area_id = @id", stop, ("@level", (int)area.Level), ("@key", key), ("@id", area.Id));
        Name(area, name);
        Store.AddRange(Keys(area));
    }

    /// <summary>Puts an area with all below it, standing and closed, under another parent.</summary>
    public async Task Move(Area area, Area? to)
    {
        var number = to is null ? await NextRoot() : await NextChild(to.Id);
        // A parent that was made or moved in this same act must be on its path before ids are read again.
        await Save();
        var (old, path) = (area.Path, AreaPath.Child(to?.Path ?? "", number));
        await work.Sql.Run("update area set path = @path || substr(path, @from) where path >= @old and path < @oldEnd", stop,
            ("@path", path), ("@from", old.Length + 1), ("@old", old), ("@oldEnd", AreaPath.End(old)));
        foreach (var tracked in Store.ChangeTracker.Entries<Area>().Where(e => AreaPath.IsAtOrBelow(e.Entity.Path, old)))
        {
            tracked.Entity.Path = path + tracked.Entity.Path[old.Length..];
            tracked.Property(a => a.Path).OriginalValue = tracked.Entity.Path;
            tracked.Property(a => a.Path).IsModified = false;
        }
        (area.ParentId, area.Version) = (to?.Id, area.Version + 1);
    }

    /// <summary>Ends an area. Its children and posts must be gone or ended already.</summary>
    public void End(Area area, AreaChange change, IReadOnlyList<Guid> successors)
    {
        Remember(area, change);
        // A period is never empty, also when an area is made and ended in the same microsecond.
        area.ValidTo = work.Now > area.ValidFrom ? work.Now : area.ValidFrom.AddTicks(10);
        area.Version++;
        foreach (var to in successors) Store.Add(new AreaSuccession { ChangeId = change.Id, FromId = area.Id, ToId = to });
        work.Raise(successors.Count > 0 ? new AreaSucceeded(area.Id, successors, change.Id, change.Reason) : new AreaClosed(area.Id, change.Id, change.Reason));
    }

    public AreaChange Change(AreaChangeKind kind, Guid area, string reason)
    {
        var change = new AreaChange { Id = Guid.CreateVersion7(), AreaId = area, Kind = kind, At = work.Now, Reason = reason.Trim(), Actor = work.Actor.Name };
        Store.Add(change);
        return change;
    }

    public void Remember(Area area, AreaChange change) => Store.Add(new AreaPast
    {
        ChangeId = change.Id, AreaId = area.Id, ParentId = area.ParentId, Name = area.Name, ShortName = area.ShortName, Code = area.Code,
    });

    public static void Name(Area area, string name)
    {
        area.Name = name.Trim();
        area.ShortName = ShortName.Of(area.Name);
        (area.Pinyin, area.Initials) = Pinyin.Of(ShortName.Stem(area.Name), NameKind.Place);
    }

    public static IEnumerable<AreaKey> Keys(Area area) => NameKeys.Of(area.Name).Select(key => new AreaKey { Level = area.Level, Key = key, AreaId = area.Id });

    private async Task<int> NextChild(Guid parent)
    {
        // A parent made in this act is not in the table yet.
        if (_unsaved.Contains(parent)) await Save();
        var made = await work.Sql.Number("update area set children_made = children_made + 1 where id = @id returning children_made", stop, ("@id", parent));
        return AreaPath.FirstOwn + (int)made - 1;
    }

    private async Task<int> NextRoot()
    {
        await Save();
        var first = AreaPath.Child("", AreaPath.FirstOwn);
        var last = await work.Sql.First("select max(path) from area where parent_id is null and path >= @first", row => row.TextOrNull(0), stop, ("@first", first));
        return last is null ? AreaPath.FirstOwn : AreaPath.Number(last) + 1;
    }
}
