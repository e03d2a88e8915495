using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Ties places to their parents, refuses circles, and fills in what a place takes from the one around it.</summary>
internal static class PlaceLinks
{
    public const int DeepestLevel = 16;

    public static PlacingPlace[] Complete(
        List<PlacingPlace> rows, List<(string Id, int Line)> parents, List<int> opens, TextPool ids, List<FolderMistake> mistakes)
    {
        var parent = new int[rows.Count];
        var isInner = new bool[rows.Count];
        for (var p = 0; p < rows.Count; p++)
        {
            parent[p] = -1;
            if (parents[p].Id.Length == 0) continue;
            parent[p] = ids.IndexOf(Encoding.UTF8.GetBytes(parents[p].Id));
            if (parent[p] < 0) Add(p, "the id of a place in this folder", "本文件夹中地点的编号");
            else isInner[parent[p]] = true;
        }

        var done = new PlacingPlace?[rows.Count];
        for (var p = 0; p < rows.Count; p++) Resolve(p, 1);
        return done.Select((d, p) => d ?? rows[p]).ToArray();

        PlacingPlace? Resolve(int p, int depth)
        {
            if (done[p] is { } known) return known;
            if (depth > DeepestLevel)
            {
                Add(p, $"no circle and at most {DeepestLevel} levels", $"不成环且不超过 {DeepestLevel} 层");
                return null;
            }

            var above = parent[p] < 0 ? null : Resolve(parent[p], depth + 1);
            if (parent[p] >= 0 && above is null) parent[p] = -1;
            var row = rows[p];
            var open = opens[p] < 0 ? !isInner[p] : opens[p] == 1;
            var hasSpot = row.X != PlacingPerson.Nowhere && row.Y != PlacingPerson.Nowhere;
            if (!hasSpot && above is null) Add(p, "x and y, or a parent that has them", "x 和 y，或有坐标的上级地点");
            row = row with
            {
                Parent = parent[p],
                Open = open,
                X = hasSpot ? row.X : above?.X ?? 0,
                Y = hasSpot ? row.Y : above?.Y ?? 0,
                Street = row.Street.Length > 0 ? row.Street : above?.Street ?? "",
            };
            done[p] = row;
            return row;
        }

        void Add(int p, string expected, string expectedZh)
        {
            if (mistakes.Count < CsvFile.MostMistakes)
                mistakes.Add(new FolderMistake("places.csv", parents[p].Line, "parent", parents[p].Id, expected, expectedZh));
        }
    }
}
