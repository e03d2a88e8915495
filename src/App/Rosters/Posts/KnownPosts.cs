using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Storage;

namespace Muster.Rosters.Posts;

/// <summary>Finds the posts that the rows of a spreadsheet name.</summary>
internal sealed class KnownPosts
{
    private readonly ILookup<string, Guid> _byNumber;
    private readonly ILookup<string, (Guid Id, string[] Area)> _byName;

    private KnownPosts(List<(Guid Id, string? Number, string Name, string[] Area)> posts) =>
        (_byNumber, _byName) = (posts.Where(p => p.Number is not null).ToLookup(p => p.Number!, p => p.Id), posts.ToLookup(p => p.Name, p => (p.Id, p.Area)));

    public static async Task<KnownPosts> Read(Sql sql, CancellationToken stop) => new(await sql.List("""
        select p.id, p.number, p.name, a.name, a.short_name, coalesce(a.code, '') from post p join area a on a.id = p.area_id where p.valid_to is null and a.valid_to is null
        """, row => (row.Guid(0), row.TextOrNull(1), row.Text(2), new[] { row.Text(3), row.Text(4), row.Text(5) }), stop));

    public Guid? Quietly(TableRow row) => Candidates(row) is [var only] ? only : null;

    /// <summary>The post; null and told where there is none, or several.</summary>
    public Guid? Find(TableRow row)
    {
        var found = Candidates(row);
        if (found is [var only]) return only;
        var (field, said) = row["number"] is { } number ? ("number", number) : ("post", row["post"] ?? "");
        row.Wrong(field, found.Count == 0 ? new Broken("post-unknown", $"没有岗位“{said}”。", $"There is no post “{said}”.")
            : new Broken("post-ambiguous", $"叫“{said}”的岗位不止一个：请填编号，或填属地。", $"More than one post is called “{said}”: give the number, or the area."));
        return null;
    }

    private List<Guid> Candidates(TableRow row)
    {
        if (row["number"] is { } number && _byNumber[number].Any()) return [.. _byNumber[number]];
        if (row["post"] is not { } name) return [];
        var here = row["area"] is { } area ? _byName[name].Where(p => p.Area.Contains(area)) : _byName[name];
        return [.. here.Select(p => p.Id)];
    }
}
