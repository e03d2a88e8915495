using Muster.Platform.Files;
using Muster.Platform.Importing;

namespace Muster.People.Import;

/// <summary>An empty list of people to fill in: every column the import understands, all as text so that nothing is damaged.</summary>
public static class PeopleTemplate
{
    private static readonly (PersonField Field, string Zh, string En, double Width)[] Columns =
    [
        (PersonField.Name, "姓名", "Name", 12),
        (PersonField.IdNumber, "身份证号", "ID number", 22),
        (PersonField.Phone, "手机", "Phone", 15),
        (PersonField.Agency, "工作单位", "Agency", 28),
        (PersonField.Post, "职务", "Post", 16),
        (PersonField.Grade, "职级", "Grade", 14),
        (PersonField.Sex, "性别", "Sex", 8),
        (PersonField.PoliticalStatus, "政治面貌", "Political status", 14),
        (PersonField.Birth, "出生年月", "Birth date", 12),
        (PersonField.Home, "居住地", "Home area", 30),
        (PersonField.Skills, "特长", "Skills", 24),
        (PersonField.Limits, "限制条件", "Limits", 24),
        (PersonField.Origin, "人员来源", "Origin", 12),
        (PersonField.Team, "突击队", "Team", 16),
        (PersonField.Note, "备注", "Note", 24),
    ];

    /// <param name="language">zh-CN or en.</param>
    public static void Write(Stream output, string language, bool leaveOpen = false)
    {
        bool chinese = language.StartsWith("zh", StringComparison.Ordinal);
        using var writer = new SheetWriter(output, leaveOpen);
        writer.BeginSheet(chinese ? "人员" : "People", [.. Columns.Select(c => new SheetColumn(chinese ? c.Zh : c.En, c.Width))]);
    }

    public static string HeaderOf(PersonField field, string language) => field switch
    {
        PersonField.AgencyAndPost => language.StartsWith("zh", StringComparison.Ordinal) ? "单位及职务" : "Agency and post",
        PersonField.Age => language.StartsWith("zh", StringComparison.Ordinal) ? "年龄" : "Age",
        PersonField.Reason => RefusedSheets.ReasonHeader,
        _ => Columns.Where(c => c.Field == field).Select(c => language.StartsWith("zh", StringComparison.Ordinal) ? c.Zh : c.En).FirstOrDefault(""),
    };
}
