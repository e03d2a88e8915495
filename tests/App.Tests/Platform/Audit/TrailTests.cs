using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Audit;

public sealed class TrailTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_16_4_2_Any_value_altered_anywhere_on_the_trail_is_found(Engine engine)
    {
        await using var test = await Sealed(engine);
        Assert.True((await Verify(test)).Ok);
        await Unlock(test);
        await using var store = await test.Stores.Open();
        foreach (var (table, key) in new[] { ("audit_entry", "id"), ("audit_link", "hash"), ("audit_seal", "id") })
        {
            var entity = store.Model.GetEntityTypes().Single(e => e.GetTableName() == table);
            foreach (var column in entity.GetProperties())
            {
                var name = column.GetColumnName();
                var (kept, rowKey) = await Value(store, $"select {name}, {key} from {table} order by {(table == "audit_entry" ? "link" : "number")} limit 1 offset 1");
                var planted = Altered(kept, column.ClrType, engine);
                await Set(store, table, name, planted, key, rowKey);
                var verdict = await Verify(test);
                Assert.False(verdict.Ok, $"{table}.{name} was altered and nobody noticed");
                await Set(store, table, name, kept, key, name == key ? planted : rowKey);
            }
        }
        Assert.True((await Verify(test)).Ok);
    }

    public static TheoryData<Engine, string, string> Tamperings
    {
        get
        {
            var all = new TheoryData<Engine, string, string>();
            foreach (var engine in Enum.GetValues<Engine>())
                foreach (var (sql, code) in new[]
                {
                    ("delete from audit_entry where link = 2", "entries-missing"),
                    ("delete from audit_entry where link = 1; delete from audit_link where number = 1", "link-missing"),
                    ("delete from audit_entry where link = 3; delete from audit_link where number = 3", "link-missing"),
                    ("delete from audit_entry where link = 8; delete from audit_link where number = 8", "end-missing"),
                    ("delete from audit_entry; delete from audit_link; delete from audit_seal", "end-missing"),
                    ("update audit_entry set link = 99 where link = 2; update audit_entry set link = 2 where link = 3; update audit_entry set link = 3 where link = 99", "entry-altered"),
                    ("update audit_entry set place = 1 where link = 4", "entry-place"),
                    ("update audit_entry set link = 99 where link = 8; delete from audit_link where number = 8; update audit_link set number = 8 where number = 7", "link-missing"),
                    ("insert into audit_link select node, number + 8, at, entries, root, previous, hash from audit_link where number = 1", "link-broken"),
                    ("update audit_entry set node = id where link = 5", "entries-missing"),
                    ("delete from audit_seal where number = 2", "seal-missing"),
                    ("delete from audit_seal where number = 1", "seal-missing"),
                    ("delete from audit_seal", "seal-missing"),
                }) all.Add(engine, sql, code);
            return all;
        }
    }

    [Theory, MemberData(nameof(Tamperings))]
    public async Task ASVS_16_4_2_What_is_removed_added_or_moved_is_found(Engine engine, string tampering, string code)
    {
        await using var test = await Sealed(engine);
        await Unlock(test);
        await using (var store = await test.Stores.Open()) await store.Sql.Run(tampering, default);
        var verdict = await Verify(test);
        Assert.Equal((false, code), (verdict.Ok, verdict.FirstBad?.Code));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_end_cut_off_is_found_by_the_seal_when_the_note_beside_the_database_is_gone_too(Engine engine)
    {
        await using var test = await Sealed(engine);
        await Unlock(test);
        File.Delete(Path.Combine(test.Installation.Folder, "audit.head"));
        await using (var store = await test.Stores.Open()) await store.Sql.Run("delete from audit_entry where link > 4; delete from audit_link where number > 4", default);
        Assert.Equal("sealed-link-missing", (await Verify(test)).FirstBad?.Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nobody_can_change_or_delete_what_is_on_the_trail(Engine engine)
    {
        await using var test = await Sealed(engine);
        await using var store = await test.Stores.Open();
        foreach (var table in new[] { "audit_entry", "audit_link", "audit_seal" })
            foreach (var attempt in new[] { $"update {table} set at = at", $"delete from {table}" }.Concat(engine == Engine.Postgres ? [$"truncate {table}"] : []))
                Assert.Contains("audit_is_kept", (await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Sql.Run(attempt, default))).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_refusal_is_recorded_by_its_codes_and_by_who_was_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Assert.ThrowsAsync<Refused>(() => test.Do(new UseSetupLink(Hash("none"), "zhao", "赵组织", "x")));
        await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(Link("a"), WriteId.New(), Actor.Nobody with { Address = "192.0.2.7" }));
        await using var store = await test.Stores.Open();
        var entries = await store.Set<AuditEntry>().OrderBy(e => e.Link).ToListAsync();
        Assert.Equal([(nameof(UseSetupLink), "test", """{"rules":["setup-link-spent"]}"""), (nameof(MakeSetupLink), "", """{"rules":["not-allowed"]}""")],
            entries.Select(e => (e.Act, e.Actor, e.Details)));
        Assert.All(entries, e => Assert.Equal(AuditResult.Refused, e.Result));
        Assert.Equal("192.0.2.7", entries[1].Address);
        Assert.True((await Verify(test)).Ok);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Writers_at_the_same_time_make_one_chain_without_a_hole(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => test.Do(Link("w" + i)))));
        var verdict = await Verify(test);
        Assert.Equal((true, 40, 40), (verdict.Ok, verdict.Rows, verdict.Links));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_transaction_of_many_entries_adds_one_link(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var trail = test.Get<Trail>();
        await using (var store = await test.Stores.Open())
        {
            await using var transaction = await store.Database.BeginTransactionAsync();
            var link = await trail.Append(store, [.. Enumerable.Range(0, 500).Select(i => AuditEntry.Refusal("act" + i, test.Actor, test.Clock.Now, []))], default);
            await transaction.CommitAsync();
            trail.Committed(link);
        }
        var verdict = await Verify(test);
        Assert.Equal((true, 500, 1), (verdict.Ok, verdict.Rows, verdict.Links));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_day_is_sealed_once_and_its_copy_lies_in_a_file(Engine engine)
    {
        await using var test = await Sealed(engine);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new SealAudit(test.Clock.Now.AddHours(1))));
        Assert.Equal("seal-of-the-future", refused.Rules.Single().Code);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(test.Installation.Folder, "seals")).Length);
        await SealAudit.Daily(test.Stores, test.Desk, test.Clock).Do(default);
        Assert.Equal(2, (await Verify(test)).Seals);
        test.Clock.Advance(TimeSpan.FromDays(1));
        await SealAudit.Daily(test.Stores, test.Desk, test.Clock).Do(default);
        await SealAudit.Daily(test.Stores, test.Desk, test.Clock).Do(default);
        Assert.Equal((true, 3), ((await Verify(test)).Ok, (int)(await Verify(test)).Seals));
    }

    [Fact]
    public async Task The_page_finds_by_act_result_and_subject_and_its_export_is_on_the_trail()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        var id = await test.Do(Link("a"));
        await Assert.ThrowsAsync<Refused>(() => test.Do(new UseSetupLink(Hash("none"), "zhao", "赵组织", "x")));
        await using var served = await Served.Of(test);
        var refusals = await served.Client.GetStringAsync("/audit?result=Refused");
        Assert.Contains("被拒绝", refusals, StringComparison.Ordinal);
        Assert.Contains("共 1 条", refusals, StringComparison.Ordinal);
        Assert.Contains("共 1 条", await served.Client.GetStringAsync($"/audit?q={id}"), StringComparison.Ordinal);
        Assert.Contains("共 2 条", await served.Client.GetStringAsync("/audit?from=2020-02-17&to=2020-02-17"), StringComparison.Ordinal);
        Assert.Contains("没有符合条件", await served.Client.GetStringAsync("/audit?to=2020-02-16"), StringComparison.Ordinal);
        Assert.StartsWith("PK", await served.Client.GetStringAsync("/audit/export?result=Refused"), StringComparison.Ordinal);
        Assert.Contains("导出审计", await served.Client.GetStringAsync("/audit?act=ExportAudit"), StringComparison.Ordinal);
        using var verdict = await served.Post("/audit", "/audit/verify");
        Assert.Contains("审计链完整", await verdict.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Eight links and two seals: three acts, a seal, three acts, a seal.</summary>
    private static async Task<TestInstallation> Sealed(Engine engine)
    {
        var test = await TestInstallation.Make(engine);
        for (var day = 0; day < 2; day++)
        {
            for (var i = 0; i < 3; i++) await test.Do(Link($"{day}{i}"));
            test.Clock.Advance(TimeSpan.FromDays(1));
            await test.Do(new SealAudit(SealAudit.LastMidnight(test.Clock.Now)));
        }
        return test;
    }

    private static Task<TrailVerdict> Verify(TestInstallation test) => test.Get<VerifyTrail>().Verify(default);

    private static async Task Unlock(TestInstallation test)
    {
        await using var store = await test.Stores.Open();
        foreach (var table in new[] { "audit_entry", "audit_link", "audit_seal" })
            await store.Sql.Run(store.Sql.Pick($"drop trigger {table}_no_update; drop trigger {table}_no_delete", $"alter table {table} disable trigger user"), default);
    }

    private static async Task<(object? Value, object Key)> Value(Store store, string sql)
    {
        await using var command = store.Sql.Command(sql);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        return (reader.IsDBNull(0) ? null : reader.GetValue(0), reader.GetValue(1));
    }

    private static async Task Set(Store store, string table, string column, object? value, string key, object row)
    {
        await using var command = store.Sql.Command($"update {table} set {column} = @v where {key} = @k");
        foreach (var (name, given) in new[] { ("@v", value), ("@k", row) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, given ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    private static object Altered(object? value, Type type, Engine engine) => value switch
    {
        null when Nullable.GetUnderlyingType(type)?.Equals(typeof(Guid)) == true => engine == Engine.Sqlite ? new byte[16] : Guid.Empty,
        null or "" => "x",
        string text => text[..^1] + (char)(text[^1] ^ 1),
        byte[] { Length: 0 } => new byte[] { 1 },
        byte[] bytes => (byte[])[(byte)(bytes[0] ^ 1), .. bytes[1..]],
        long number => number + 1000,
        int number => number + 1000,
        Guid id => new Guid([(byte)(id.ToByteArray()[0] ^ 1), .. id.ToByteArray()[1..]]),
        DateTime at => at.AddTicks(10),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    private static MakeSetupLink Link(string secret) => new(Hash(secret));

    private static string Hash(string secret) => System.Convert.ToHexString(Secret.Hash(secret));
}
