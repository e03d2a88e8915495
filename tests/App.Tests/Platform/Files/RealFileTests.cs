using Muster.Platform.Files;

namespace Muster.App.Tests.Platform.Files;

/// <summary>The same list saved by LibreOffice in both formats reads alike.</summary>
public class RealFileTests
{
    [Theory]
    [InlineData("名单.xls")]
    [InlineData("名单.xlsx")]
    public void A_list_saved_by_an_office_program_reads_with_merges_dates_formulas_and_hidden_parts(string file)
    {
        using var book = Sheets.Open(Path.Combine(Corpora.Folder, file));

        Assert.Equal([("区直", false), ("Sheet2", false), ("内部", true)], book.Sheets.Select(s => (s.Name, s.Hidden)));
        var rows = book.Sheets[0].Rows().Where(r => !r.IsBlank).ToDictionary(r => r.Number);
        Assert.Equal("2022年区直单位下沉干部名单", rows[1][0].Text);
        Assert.Equal(["区教育局", "区教育局", "区教育局", "区民政局", "区民政局"], Enumerable.Range(4, 5).Select(r => rows[r][1].Text));
        Assert.Equal((CellKind.Date, "1978-03-05"), (rows[4][5].Kind, rows[4][5].Text));
        Assert.Equal("2", rows[4][7].Text);
        Assert.Equal("买买提·艾力", rows[6][2].Text);
        Assert.Equal("𠮷田", rows[7][2].Text);
        Assert.Equal("110101199003071000", rows[10][3].Text);
        Assert.True(rows[10][3].HasLostDigits);
        Assert.Equal([3], book.Sheets[0].HiddenColumns);
        Assert.Equal("Chen Qi", book.Sheets[1].Rows().Last()[0].Text);
    }
}
