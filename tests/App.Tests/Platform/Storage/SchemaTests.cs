using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Storage;

public sealed partial class SchemaTests
{
    [Fact]
    public void Each_script_has_its_twin()
    {
        Assert.Equal(Schema.Scripts(Engine.Sqlite).Select(s => s.Name), Schema.Scripts(Engine.Postgres).Select(s => s.Name));
        Assert.NotEmpty(Schema.Scripts(Engine.Sqlite));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_migrated_schema_equals_the_model(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using var store = await test.Stores.Open();
        var migrated = await Describe(store);
        Assert.Equal(Expected(store), migrated);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_column_or_index_the_model_lacks_is_noticed(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await using var store = await test.Stores.Open();
        await store.Sql.Run("alter table account add column planted integer", default);
        Assert.Contains("account.planted", string.Join('\n', await Describe(store)), StringComparison.Ordinal);
        Assert.NotEqual(Expected(store), await Describe(store));
    }

    [Fact]
    public async Task A_reference_that_nothing_guards_against_deletion_is_noticed()
    {
        await using var test = await TestInstallation.Make(Engine.Postgres);
        await using var store = await test.Stores.Open();
        await store.Sql.Run("drop trigger placement_referred on person", default);
        Assert.DoesNotContain("placement (person_id) -> person", await Describe(store));
        Assert.NotEqual(Expected(store), await Describe(store));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_store_of_another_version_or_of_another_program_is_left_alone_with_a_sentence(Engine engine)
    {
        foreach (var (planted, said) in new[]
        {
            ("update schema_script set hash = 'other' where number = 3", "another version of schema script 0003-people.sql"),
            ("insert into schema_script select 9001, 'later', 'x', applied_at from schema_script where number = 1", "newer version"),
            ("alter table schema_script rename to somebody_elses", "something else"),
        })
        {
            await using var test = await TestInstallation.Make(engine);
            await using (var store = await test.Stores.Open()) await store.Sql.Run(planted, default);
            var foreign = await Assert.ThrowsAsync<ForeignStore>(() => Schema.Migrate(test.Get<Database>(), test.Clock, default));
            Assert.Contains(said, foreign.Message, StringComparison.Ordinal);
            Assert.Contains("None of its records was changed", foreign.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone_with_a_sentence()
    {
        var folder = Directory.CreateTempSubdirectory("muster-foreign-").FullName;
        var file = Path.Combine(folder, "muster.db");
        await File.WriteAllTextAsync(file, new string('x', 9000));
        await using (var database = Database.Sqlite(file))
            Assert.Contains("no SQLite store", (await Assert.ThrowsAsync<ForeignStore>(() => Schema.Migrate(database, TimeProvider.System, default))).Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 9000), await File.ReadAllTextAsync(file));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What the model says: one line per column, key, foreign key and index.</summary>
    private static List<string> Expected(Store store)
    {
        var lines = new List<string>();
        foreach (var entity in store.Model.GetEntityTypes())
        {
            var table = entity.GetTableName();
            foreach (var p in entity.GetProperties())
                lines.Add($"{table}.{p.GetColumnName()} {p.GetColumnType().ToLowerInvariant()}{(p.IsNullable ? "" : " not null")}");
            lines.Add($"{table} key ({string.Join(',', entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName()))})");
            foreach (var f in entity.GetForeignKeys())
                lines.Add($"{table} ({string.Join(',', f.Properties.Select(p => p.GetColumnName()))}) -> {f.PrincipalEntityType.GetTableName()}");
            foreach (var i in entity.GetIndexes())
                lines.Add($"{table} {(i.IsUnique ? "unique " : "")}index ({string.Join(',', i.Properties.Select(p => p.GetColumnName()))}){Filter(i.GetFilter())}");
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static string Filter(string? filter) =>
        string.IsNullOrEmpty(filter) ? "" : " where " + Noise().Replace(filter, "").Replace("::text", "", StringComparison.Ordinal).ToLowerInvariant();

    private static async Task<List<string>> Describe(Store store)
    {
        var lines = store.Engine == Engine.Sqlite ? await Sqlite(store.Sql) : await Postgres(store.Sql);
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    private static async Task<List<string>> Sqlite(Sql sql)
    {
        var lines = new List<string>();
        var tables = await sql.List("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'schema_script'",
            row => row.Text(0), default);
        foreach (var t in tables)
        {
            var key = new SortedDictionary<int, string>();
            await foreach (var c in sql.Rows($"select name, type, \"notnull\", pk from pragma_table_xinfo('{t}')",
                row => (Name: row.Text(0), Type: row.Text(1), NotNull: row.Bool(2), Key: row.Int(3)), default))
            {
                lines.Add($"{t}.{c.Name} {c.Type.ToLowerInvariant()}{(c.NotNull || c.Key > 0 ? " not null" : "")}");
                if (c.Key > 0) key[c.Key] = c.Name;
            }
            lines.Add($"{t} key ({string.Join(',', key.Values)})");
            lines.AddRange(await sql.List($"select \"from\", \"table\" from pragma_foreign_key_list('{t}')",
                row => $"{t} ({row.Text(0)}) -> {row.Text(1)}", default));
            foreach (var i in await sql.List($"select l.name, l.\"unique\", m.sql from pragma_index_list('{t}') l join sqlite_master m on m.name = l.name where l.origin = 'c'",
                row => (Name: row.Text(0), Unique: row.Bool(1), Text: row.Text(2)), default))
            {
                var columns = await sql.List($"select name from pragma_index_info('{i.Name}') order by seqno", row => row.Text(0), default);
                var where = i.Text.IndexOf(" where ", StringComparison.OrdinalIgnoreCase);
                lines.Add($"{t} {(i.Unique ? "unique " : "")}index ({string.Join(',', columns)}){Filter(where < 0 ? null : i.Text[(where + 7)..])}");
            }
        }
        return lines;
    }

    private static async Task<List<string>> Postgres(Sql sql)
    {
        const string own = "n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'schema_script'";
        var lines = await sql.List($"""
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where {own} and a.attnum > 0 and not a.attisdropped
            """, row => row.Text(0), default);
        lines.AddRange(await sql.List($"""
            select c.relname || case k.contype when 'p' then ' key (' else ' (' end
              || (select string_agg(a.attname, ',' order by u.i) from unnest(k.conkey) with ordinality u(n, i) join pg_attribute a on a.attrelid = c.oid and a.attnum = u.n)
              || case k.contype when 'p' then ')' else ') -> ' || (select relname from pg_class where oid = k.confrelid) end
            from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
            where {own} and k.contype in ('p', 'f')
            """, row => row.Text(0), default));
        lines.AddRange(await References(sql));
        lines.AddRange((await sql.List($"""
            select c.relname || case when i.indisunique then ' unique' else '' end || ' index ('
              || (select string_agg(a.attname, ',' order by u.i) from unnest(i.indkey::int[]) with ordinality u(n, i) join pg_attribute a on a.attrelid = c.oid and a.attnum = u.n)
              || ')', pg_get_expr(i.indpred, i.indrelid)
            from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            where {own} and not i.indisprimary and not i.indisexclusion
            """, row => (row.Text(0), row.TextOrNull(1)), default)).Select(x => x.Item1 + Filter(x.Item2)));
        return lines;
    }

    /// <summary>References checked once for a statement count as foreign keys where what is referred to is guarded against deletion too.</summary>
    private static async Task<IEnumerable<string>> References(Sql sql)
    {
        var triggers = await sql.List("""
            select c.relname, p.proname, encode(t.tgargs, 'escape') from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
            where p.proname in ('refers', 'referred') and t.tgenabled = 'O'
            """, row => (Table: row.Text(0), Function: row.Text(1), Arguments: row.Text(2).Split("\\000")), default);
        return from refers in triggers where refers.Function == "refers"
               from pair in refers.Arguments.SkipLast(1).Chunk(2)
               where triggers.Exists(t => t.Function == "referred" && t.Table == pair[1] && t.Arguments[0] == refers.Table && t.Arguments[1] == pair[0])
               select $"{refers.Table} ({pair[0]}) -> {pair[1]}";
    }

    [GeneratedRegex("[()\\s]|\"", RegexOptions.NonBacktracking)]
    private static partial Regex Noise();
}
