using System.Globalization;

namespace Muster.Platform.Files;

/// <summary>What is wrong with a file, where, and what to do, in both languages. <paramref name="Code"/> is stable.</summary>
public sealed record SheetFault(string Code, string Chinese, string English);

/// <summary>A file cannot be read (further). Nothing of it may be taken as complete.</summary>
public sealed class SheetException : Exception
{
    public SheetException(SheetFault fault, Exception? cause = null) : base(fault.English, cause) => Fault = fault;

    public SheetFault Fault { get; }

    internal static SheetException TooBig(long bytes, long max) => new(new("sheet.too_big",
        $"文件有 {Mega(bytes)} MB，超过上限 {Mega(max)} MB。请删去图片或分成几个文件再上传。",
        $"The file has {Mega(bytes)} MB, more than the {Mega(max)} MB allowed. Remove pictures or split it, then send it again."));

    internal static SheetException Bomb(string part, string why) => new(new("sheet.bomb",
        $"文件中的“{part}”解压后异常庞大（{why}），已拒绝读取。请用 Excel 或 WPS 打开，另存为新的 xlsx 再上传。",
        $"The part \"{part}\" unpacks to an abnormal size ({why}) and was refused. Open the file in Excel or WPS, save it as a new xlsx, send that."));

    internal static SheetException Damaged(string part, string what, Exception? cause = null) => new(new("sheet.damaged",
        $"文件已损坏：{part}（{what}）。请用 Excel 或 WPS 打开，另存为新的 xlsx 再上传。",
        $"The file is damaged: {part} ({what}). Open it in Excel or WPS, save it as a new xlsx, send that."), cause);

    internal static SheetException Encrypted() => new(new("sheet.encrypted",
        "文件有打开密码，无法读取。请取消密码后再上传。",
        "The file is protected by a password. Remove the password and send it again."));

    /// <param name="english">What was found in English, where it is another word.</param>
    internal static SheetException NotASpreadsheet(string name, string found, string? english = null) => new(new("sheet.unknown_format",
        $"“{name}”不是 xlsx、xls 或 csv 表格（实际是：{found}）。请另存为 xlsx 再上传。",
        $"\"{name}\" is not an xlsx, xls or csv spreadsheet (found: {english ?? found}). Save it as xlsx and send that."));

    internal static SheetException OutOfBounds(string where, string what) => new(new("sheet.out_of_bounds",
        $"{where}：{what}，超出表格允许的范围。请检查文件后再上传。",
        $"{where}: {what} lies beyond what a sheet may hold. Check the file and send it again."));

    internal static SheetException TextTooLong(string where, int max) => new(new("sheet.text_too_long",
        $"{where} 的文字超过 {max} 个字符。可能是前面有未闭合的引号。请改短后再上传。",
        $"The text at {where} is longer than {max} characters. Maybe a quotation mark before it was never closed. Shorten it and send the file again."));

    internal static SheetException OpenQuote(int row) => new(new("sheet.open_quote",
        $"第 {row} 行的引号没有闭合，其后的内容无法分列。请补上引号后再上传。",
        $"A quotation mark opened in row {row} is never closed, so what follows cannot be split into cells. Close it and send the file again."));

    internal static SheetException Nothing() => new(new("sheet.no_content",
        "文件里没有任何内容。是不是选错了文件？",
        "There is nothing in the file. Maybe it is the wrong one."));

    internal static SheetException NoNames(IEnumerable<string> sheets) => new(new("sheet.no_names",
        $"没有找到写着姓名的列（看过：{Some(sheets, "、")}），一行也没有读。请在表头写上“姓名”，或在核对各列时指明哪一列是姓名。",
        $"No column of names was found (looked at: {Some(sheets, ", ")}), so no row was read. Put \"name\" above it, or say which column it is when checking the columns."));

    private static string Some(IEnumerable<string> names, string between) => string.Join(between, names.Take(5));

    private static string Mega(long bytes) => (bytes / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture);
}
