using System.Globalization;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;

namespace Muster.Needs;

/// <summary>A row that was not taken, with its cell and why.</summary>
public sealed record SheetRefusal(int Row, string Cell, Broken Why);

/// <summary>A demand spreadsheet as read: <c>Rows = Changes + Unchanged + Refusals</c>; the title and header rows do not count.</summary>
public sealed record DemandSheetRead(int Rows, IReadOnlyList<DemandChange> Changes, int Unchanged, IReadOnlyList<SheetRefusal> Refusals);

/// <summary>
/// Demand as a spreadsheet. Out: one line per place with its id. In: the same columns in any order, Chinese or English headers; a place is
/// found by its id, else by code, else by a name that stands once in the emergency's area. Rows that say what stands already change nothing.
/// </summary>
public static class DemandSheet
{
    private static readonly Dictionary<string, string[]> Headers = new()
    {
        ["id"] = ["编号", "id"], ["code"] = ["代码", "code"], ["area"] = ["属地", "area"], ["post"] = ["岗位", "post"], ["minimum"] = ["最低", "minimum"], ["target"] = ["目标", "target"],
        ["absorption"] = ["承接上限", "absorption"], ["reason"] = ["理由", "reason"],
    };

    public static IReadOnlyList<SheetColumn> Columns(Tongue t) => [new(t["needs.column.id"], 38), new(t["needs.code"], 16), new(t["needs.area"], 26), new(t["needs.post"], 26), new(t["needs.residents"], 10),
        new(t["needs.staff"], 10), new(t["needs.minimum"], 10), new(t["needs.target"], 10), new(t["needs.absorption"], 12), new(t["needs.source"], 10), new(t["needs.reason"], 30)];

    /// <exception cref="Refused">It is no spreadsheet, or no row has the headers.</exception>
    public static async Task<DemandSheetRead> Read(Sql sql, Ground ground, Stream file, string name, CancellationToken stop)
    {
        var known = await DemandQueries.List(sql, ground, new(), null, int.MaxValue, stop);
        var byId = known.ToDictionary(d => d.PlaceId);
        var byCode = known.Where(d => d is { Code: not null, Kind: PlaceKind.Area }).ToLookup(d => d.Code!, StringComparer.Ordinal);
        var byName = known.ToLookup(d => d.Kind == PlaceKind.Post ? d.AreaName + "/" + d.Name : d.Name, StringComparer.Ordinal);
        var changes = new Dictionary<Guid, DemandChange>();
        var refusals = new List<SheetRefusal>();
        int rows = 0, unchanged = 0;
        Dictionary<string, int>? columns = null;
        using var book = Open(file, name);
        foreach (var row in book.VisibleSheets.First().Rows(stop))
        {
            if (row.IsBlank) continue;
            if (columns is null)
            {
                columns = Map(row);
                continue;
            }
            rows++;
            string Cell(string column) => columns.TryGetValue(column, out var at) ? row[at].Text.Trim() : "";
            string At(string column) => columns.TryGetValue(column, out var at) ? row.AddressOf(at) : row.AddressOf(0);
            var (place, why) = Find(Cell("id"), Cell("code"), Cell("area"), Cell("post"));
            if (place is null)
            {
                refusals.Add(new(row.Number, At("id"), why!));
                continue;
            }
            if (!Figure("minimum", place.Minimum, out var minimum) | !Figure("target", place.Target, out var target) | !Figure("absorption", place.Absorption, out var absorption)) continue;
            if (new DemandFigures(minimum, target, absorption) == new DemandFigures(place.Minimum, place.Target, place.Absorption)) unchanged++;
            else if (DemandRules.ForFigures(new(minimum, target, absorption), place.Name).FirstOrDefault() is { } broken) refusals.Add(new(row.Number, At("minimum"), broken));
            else if (!changes.TryAdd(place.PlaceId, new(place.PlaceId, minimum, target, absorption, place.Version, Cell("reason") is { Length: > 0 and <= DemandRules.ReasonLengthMax } reason && reason != place.Reason ? reason : null)))
                refusals.Add(new(row.Number, At("id"), new("place-twice", $"{place.Name}在表中出现两次。", $"{place.Name} stands twice in the sheet.")));

            bool Figure(string column, int now, out int figure)
            {
                figure = now;
                var text = Cell(column);
                if (text.Length == 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out figure)) return true;
                if (!refusals.Exists(r => r.Row == row.Number))
                    refusals.Add(new(row.Number, At(column), new("not-a-number", $"“{text}”不是人数。", $"“{text}” is not a number of people.")));
                return false;
            }
        }
        if (columns is null) throw new Refused("headers-missing", "没有找到表头：至少要有“编号”“代码”或“属地”，以及“最低”“目标”“承接上限”之一。",
            "No header row: it needs id, code or area, and one of minimum, target, absorption.");
        return new(rows, [.. changes.Values], unchanged, refusals);

        (DemandLine?, Broken?) Find(string id, string code, string area, string post)
        {
            if (id.Length > 0) return Guid.TryParse(id, out var guid) && byId.TryGetValue(guid, out var found) ? (found, null)
                : (null, new("place-unknown", $"编号“{id}”不在这次行动的需求中。", $"There is no demand for a place with the id “{id}” in this emergency."));
            var matches = (code.Length > 0 && post.Length == 0 ? byCode[code] : byName[post.Length > 0 ? area + "/" + post : area]).ToList();
            return matches.Count == 1 ? (matches[0], null) : (null, matches.Count == 0
                ? new("place-unknown", $"没有找到“{code}{area} {post}”。", $"“{code}{area} {post}” was not found.")
                : new("place-ambiguous", $"“{area} {post}”有 {matches.Count} 处，请填编号。", $"“{area} {post}” stands {matches.Count} times: give the id."));
        }
    }

    private static Workbook Open(Stream file, string name)
    {
        try
        {
            return Sheets.Open(file, name);
        }
        catch (SheetException broken)
        {
            throw new Refused("not-a-spreadsheet", broken.Message, broken.Message);
        }
    }

    private static Dictionary<string, int>? Map(SheetRow row)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cell in row.Cells)
            foreach (var (column, words) in Headers)
                if (words.Contains(cell.Text.Trim(), StringComparer.OrdinalIgnoreCase)) found.TryAdd(column, cell.Column);
        return (found.ContainsKey("id") || found.ContainsKey("code") || found.ContainsKey("area")) && (found.ContainsKey("minimum") || found.ContainsKey("target") || found.ContainsKey("absorption")) ? found : null;
    }
}
