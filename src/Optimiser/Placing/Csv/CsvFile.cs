using System.Buffers.Text;
using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>A csv file with a header row: columns by name in any order, typed fields, mistakes collected rather than thrown.</summary>
internal sealed class CsvFile
{
    public const int MostMistakes = 100;
    private readonly CsvBytes bytes;
    private readonly string name;
    private readonly string[] columns;
    private readonly int[] fields;
    private readonly int headerCount;
    private readonly List<FolderMistake> mistakes;

    /// <param name="columns">Known columns; those ending in "!" must be there.</param>
    public CsvFile(
        string path, string name, byte[] content, string[] columns, List<FolderMistake> mistakes, List<string> notes)
    {
        this.name = name;
        this.mistakes = mistakes;
        this.columns = columns.Select(c => c.TrimEnd('!')).ToArray();
        fields = new int[columns.Length];
        Array.Fill(fields, -1);
        bytes = new CsvBytes(content);
        if (!bytes.Read())
        {
            mistakes.Add(new FolderMistake(name, 1, "", "", "a header row", "表头行"));
            return;
        }

        headerCount = bytes.Count;
        for (var f = 0; f < bytes.Count; f++)
        {
            var title = bytes.Text(f).Trim();
            var known = Array.FindIndex(this.columns, c => c.Equals(title, StringComparison.OrdinalIgnoreCase));
            if (known < 0) notes.Add($"{path}:1: column \"{title}\" is not known and was ignored");
            else if (fields[known] >= 0) Mistake(known, "each column once", "每列只出现一次");
            else fields[known] = f;
        }

        for (var c = 0; c < columns.Length; c++)
        {
            if (fields[c] < 0 && columns[c].EndsWith('!'))
                mistakes.Add(new FolderMistake(name, 1, this.columns[c], "", "a column of this name", "有此名称的列"));
        }
    }

    public int Line => bytes.Line;

    public bool Read()
    {
        while (bytes.Read())
        {
            if (bytes.OpenQuoteColumn > 0)
            {
                Mistake("", "a closing quote", "引号成对");
                return false;
            }

            if (bytes.Count <= headerCount) return true;
            Mistake("", $"at most {headerCount} fields", $"最多{headerCount}个字段");
        }

        return false;
    }

    public ReadOnlySpan<byte> this[int column] => fields[column] < 0 ? default : bytes[fields[column]];

    public bool Has(int column) => this[column].Length > 0;

    public string Text(int column) => Encoding.UTF8.GetString(this[column]);

    public int Whole(int column, int otherwise, int least, int most)
    {
        var text = this[column];
        if (text.Length == 0) return otherwise;
        if (text[0] == (byte)'+') text = text[1..];
        if (Utf8Parser.TryParse(text, out int value, out var used) && used == text.Length && value >= least && value <= most)
            return value;
        Mistake(column, $"a whole number from {least} to {most}", $"{least} 到 {most} 的整数");
        return otherwise;
    }

    public bool YesNo(int column, bool otherwise)
    {
        var text = this[column];
        if (text.Length == 0) return otherwise;
        if (text.SequenceEqual("yes"u8) || text.SequenceEqual("1"u8) || text.SequenceEqual("true"u8) ||
            text.SequenceEqual("是"u8)) return true;
        if (text.SequenceEqual("no"u8) || text.SequenceEqual("0"u8) || text.SequenceEqual("false"u8) ||
            text.SequenceEqual("否"u8)) return false;
        Mistake(column, "yes or no", "是或否（yes/no）");
        return otherwise;
    }

    /// <summary>The number of the text in a pool, or -1 with a mistake when it is not there (-1 alone when empty).</summary>
    public int Reference(int column, TextPool pool, string of, string ofZh, bool needed)
    {
        var text = this[column];
        if (text.Length == 0)
        {
            if (needed) Mistake(column, $"the id of {of}", ofZh + "的编号");
            return -1;
        }

        var index = pool.IndexOf(text);
        if (index < 0) Mistake(column, $"the id of {of} in this folder", $"本文件夹中{ofZh}的编号");
        return index;
    }

    public void Mistake(int column, string expected, string expectedZh) =>
        Add(columns[column], Text(column), expected, expectedZh);

    public void Mistake(string column, string expected, string expectedZh) =>
        Add(column, bytes.Count > 0 ? bytes.Text(0) : "", expected, expectedZh);

    private void Add(string column, string found, string expected, string expectedZh)
    {
        if (mistakes.Count >= MostMistakes) return;
        if (found.Length > 60) found = found[..60] + "…";
        mistakes.Add(new FolderMistake(name, Line, column, found, expected, expectedZh));
    }
}
