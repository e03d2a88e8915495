using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>What the cells of one column look like, from a sample.</summary>
internal sealed class ColumnProfile
{
    private const double Sure = 0.6;

    private int filled, ids, mobiles, names, sexes, statuses, dates;

    public static Dictionary<int, ColumnProfile> Of(IEnumerable<SheetRow> sample)
    {
        var profiles = new Dictionary<int, ColumnProfile>();
        foreach (var row in sample)
        {
            foreach (var cell in row.Cells)
            {
                if (cell.IsBlank) continue;
                if (!profiles.TryGetValue(cell.Column, out var profile)) profiles[cell.Column] = profile = new ColumnProfile();
                profile.Add(cell);
            }
        }
        return profiles;
    }

    /// <summary>What the contents alone say; none when they say nothing clear.</summary>
    public PersonField Guess() =>
        Share(ids) >= Sure ? PersonField.IdNumber
        : Share(mobiles) >= Sure ? PersonField.Phone
        : Share(sexes) >= 0.9 ? PersonField.Sex
        : Share(statuses) >= 0.9 ? PersonField.PoliticalStatus
        : Share(names) >= Sure ? PersonField.Name
        : Share(dates) >= 0.9 ? PersonField.Birth
        : PersonField.None;

    private double Share(int count) => filled == 0 ? 0 : (double)count / filled;

    private void Add(Cell cell)
    {
        filled++;
        string text = Letters.Narrow(cell.Text);
        if (IsId(cell, text)) ids++;
        else if (PhoneNumber.Read(text).IsMobile) mobiles++;
        else if (text is "男" or "女") sexes++;
        else if (text.Length <= 8 && text.Any(c => c is '党' or '团' or '群' or '民') && PoliticalAffiliation.Read(text) is not null) statuses++;
        else if (PersonName.LooksLikeOne(text)) names++;
        else if (cell.Kind == CellKind.Date && cell.Text.StartsWith("19", StringComparison.Ordinal)) dates++;
    }

    private static bool IsId(Cell cell, string text) =>
        cell.HasLostDigits || (text.Length == 18 && text.AsSpan(0, 17).IndexOfAnyExceptInRange('0', '9') < 0);
}
