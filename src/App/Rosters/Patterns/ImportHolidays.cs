using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Rosters.Patterns;

/// <summary>Public holidays and the days worked in their stead, from a spreadsheet: day, name, 休 or 班.</summary>
public sealed record ImportHolidays(string FileName, string Sha256, bool DryRun = false) : ImportRows(FileName, Sha256, DryRun)
{
    private static readonly TableShape Days = new("holidays", [TableField.Of("day date 日期 日子"), TableField.Of("name 名称 节日 说明"), TableField.Of("kind 休班 类别 类型 安排")], ["day", "kind"]);

    private readonly HashSet<DateOnly> _seen = [];

    protected internal override Permission Needs => Permission.RunEmergencies;

    protected internal override IReadOnlyList<TableShape> Shapes => [Days];

    protected override string List => "/holidays";

    protected override Task Begin(Work work, CancellationToken stop)
    {
        _seen.Clear();
        return Task.CompletedTask;
    }

    protected override async Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop)
    {
        var (day, off) = (Day(row), Off(row));
        if (day is { } twice && !_seen.Add(twice)) row.Wrong("day", new Broken("row-twice", $"{twice:yyyy-MM-dd} 在表里出现了不止一次。", $"{twice:yyyy-MM-dd} stands in the table more than once."));
        if (!row.IsFine || day is null || off is null) return null;
        var name = row["name"] ?? "";
        var holiday = await work.Store.Set<Holiday>().SingleOrDefaultAsync(h => h.Day == day, stop);
        if (holiday is null)
        {
            work.Store.Add(new Holiday { Day = day.Value, Name = name, IsOff = off.Value });
            return TableOutcome.Stored;
        }
        if (holiday.IsOff == off && (name.Length == 0 || holiday.Name == name)) return TableOutcome.Unchanged;
        (holiday.IsOff, holiday.Name) = (off.Value, name.Length == 0 ? holiday.Name : name);
        return TableOutcome.Updated;
    }

    private static DateOnly? Day(TableRow row)
    {
        var text = row["day"]?.Split([' ', 'T'])[0].Replace('年', '-').Replace('月', '-').Replace('/', '-').Replace('.', '-').TrimEnd('日');
        if (DateOnly.TryParseExact(text, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        row.Wrong("day", new Broken("day-form", $"“{row["day"]}”不是日期，应如 2026-10-01。", $"“{row["day"]}” is not a day such as 2026-10-01."));
        return null;
    }

    private static bool? Off(TableRow row)
    {
        switch (row["kind"]?.ToUpperInvariant())
        {
            case "休" or "休息" or "放假" or "节假日" or "OFF" or "HOLIDAY": return true;
            case "班" or "上班" or "调休上班" or "补班" or "WORK" or "WORKDAY": return false;
            default:
                row.Wrong("kind", new Broken("holiday-kind", "请填“休”或“班”。", "Say “off” or “work”."));
                return null;
        }
    }
}
