using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>The remarks of one row while it is read: the one place where codes and sentences stand.</summary>
internal sealed class Remarks(SheetRow row)
{
    private List<Remark>? list;

    public bool Refused { get; private set; }

    public IReadOnlyList<Remark> List => list ?? (IReadOnlyList<Remark>)[];

    public void Unreadable(Cell cell) => Refuse("cell.unreadable", cell.Column, cell.Text,
        $"单元格内容无法读取（{(cell.Text.Length > 0 ? cell.Text : "公式没有结果")}），请改为文字。",
        $"The cell cannot be read ({(cell.Text.Length > 0 ? cell.Text : "a formula without a result")}); type its content as text.");

    public void NameMissing(Cell cell) => Refuse("name.missing", cell.Column, cell.Text,
        cell.IsBlank ? "缺少姓名。" : $"“{cell.Text}”不是姓名。",
        cell.IsBlank ? "The name is missing." : $"\"{cell.Text}\" is no name.");

    public void Total(Cell cell) => Refuse("row.total", cell.Column, cell.Text, $"这一行是“{cell.Text}”，不是人员。",
        $"This row is a total (\"{cell.Text}\"), not a person.");

    public void Id(Cell cell, IdNumber id)
    {
        string shown = id.Text;
        // Remarks are shown and kept; the number itself stands in the cell that they name.
        string? masked = Masked.IdNumber(shown);
        if (id.State == IdState.Damaged)
            Refuse("id.damaged", cell.Column, cell.Text,
                $"身份证号“{masked}”已被 Excel 改坏（只保留前 15 位）。请把该列设为文本后重新填写。",
                $"The ID number \"{masked}\" was damaged by Excel, which keeps 15 digits. Set the column to text and type it again.");
        else if (id.State == IdState.WrongCheckDigit)
            Refuse("id.check_digit", cell.Column, cell.Text,
                $"身份证号“{masked}”校验码不对，末位应为 {IdNumber.CheckDigit(shown)}，或前面有一位填错。",
                $"The check digit of ID number \"{masked}\" is wrong: it should end in {IdNumber.CheckDigit(shown)}, or another digit was mistyped.");
        else if (id.State == IdState.WrongBirthday)
            Refuse("id.birthday", cell.Column, cell.Text, $"身份证号“{masked}”中的出生日期 {shown[6..14]} 不存在。",
                $"The birthday {shown[6..14]} in ID number \"{masked}\" does not exist.");
        else if (id.State == IdState.WrongLength)
            Refuse("id.length", cell.Column, cell.Text, $"身份证号“{masked}”有 {shown.Length} 位，应为 18 位。",
                $"The ID number \"{masked}\" has {shown.Length} characters; it should have 18.");
        else if (id.State == IdState.OtherDocument)
            Report("id.other_document", cell.Column, cell.Text, $"“{masked}”不是居民身份证号，已按其他证件保存。",
                $"\"{masked}\" is no resident's ID number; kept as another document.",
                "不是居民身份证号，已按其他证件保存", "no resident's ID number; kept as another document");
        else if (id.WasShort)
            Report("id.first_generation", cell.Column, cell.Text, $"15 位身份证号已升为 18 位：{masked}。",
                $"The 15-digit ID number was brought to 18 digits: {masked}.", "15 位身份证号已升为 18 位", "15-digit ID number brought to 18 digits");
    }

    public void IdOfAnother(Cell cell, string sheet, int first) => Refuse("id.other_name", cell.Column, cell.Text,
        $"该身份证号在“{sheet}”第 {first} 行属于另一个姓名。", $"This ID number stands in \"{sheet}\" row {first} under another name.");

    public void Age(Cell cell, int age, int min, int max) => Refuse("age.impossible", cell.Column, cell.Text,
        $"年龄 {age} 岁，不在 {min}–{max} 岁之间。", $"The age is {age}, not between {min} and {max}.");

    public void Phone(Cell cell, string phone) => Report("phone.malformed", cell.Column, cell.Text,
        $"电话“{Masked.Phone(phone)}”不像电话号码，已按原样保存。", $"\"{Masked.Phone(phone)}\" does not look like a phone number; kept as it is.",
        "不像电话号码，已按原样保存", "does not look like a phone number; kept as it is");

    public void AgencyUnknown(Cell cell, string agency) => Report("agency.unknown", cell.Column, cell.Text,
        $"第一次出现的单位：“{agency}”。", $"An agency not seen before: \"{agency}\".", "第一次出现的单位", "agency not seen before");

    public void AgencyAmbiguous(Cell cell, string agency, IReadOnlyList<Candidate> found) => Report("agency.ambiguous", cell.Column, cell.Text,
        $"单位“{agency}”可能是：{Names(found, "、")}。", $"The agency \"{agency}\" may be: {Names(found, ", ")}.", "单位可能是几个中的一个", "agency may be one of several");

    public void HomeUnknown(Cell cell) => Report("home.not_found", cell.Column, cell.Text,
        $"没有找到居住地“{cell.Text}”，先留空。", $"The home area \"{cell.Text}\" was not found and is left open.", "没有找到居住地，先留空", "home area not found; left open");

    public void HomeAmbiguous(Cell cell, IReadOnlyList<Candidate> found) => Report("home.ambiguous", cell.Column, cell.Text,
        $"居住地“{cell.Text}”可能是：{Names(found, "、")}，先留空。", $"The home area \"{cell.Text}\" may be: {Names(found, ", ")}; left open.",
        "居住地可能是几处中的一处，先留空", "home area may be one of several; left open");

    public void Unknown(string code, Cell cell, string zh, string en) => Report(code + ".unknown", cell.Column, cell.Text,
        $"看不懂的{zh}：“{cell.Text}”。", $"The {en} \"{cell.Text}\" is not understood.", $"看不懂的{zh}", $"{en} not understood");

    public void Differs(string code, Cell cell, string zh, string en, string byId) => Report(code + ".differs", cell.Column, cell.Text,
        $"{zh}“{cell.Text}”与身份证号不符，以身份证号为准（{byId}）。", $"The {en} \"{cell.Text}\" differs from the ID number, which counts ({byId}).",
        $"{zh}与身份证号不符，以身份证号为准", $"{en} differs from the ID number, which counts");

    public void PossibleDouble(Cell cell, string sheet, int first) => Report("person.possible_double", cell.Column, cell.Text,
        $"可能与“{sheet}”第 {first} 行是同一人，请核对。", $"May be the same person as in \"{sheet}\" row {first}; please check.",
        "可能与前面某一行是同一人，请核对", "may be the same person as in a row above; please check");

    private void Refuse(string code, int column, string value, string zh, string en)
    {
        Refused = true;
        (list ??= []).Add(new Remark(code, Refuses: true, row.AddressOf(column), value, zh, en));
    }

    private void Report(string code, int column, string value, string zh, string en, string manyZh, string manyEn) =>
        (list ??= []).Add(new Remark(code, Refuses: false, row.AddressOf(column), value, zh, en) { OfMany = (manyZh, manyEn) });

    private static string Names(IReadOnlyList<Candidate> found, string between) => string.Join(between, found.Take(5).Select(c => c.Name));
}
