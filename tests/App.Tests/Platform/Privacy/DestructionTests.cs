using System.Text;
using Muster.App.Tests.Placements.Cards;
using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.People;
using Muster.People.Unmasking;
using Muster.Placements.Cards;
using Muster.Platform.Acts;
using Muster.Platform.Finding;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Privacy;

public sealed class DestructionTests
{
    private const string Number = "11010519491231002X", Phone = "13912345678", Name = "欧阳震华";

    private static async Task<string> Refusal<T>(TestInstallation test, Actor actor, Act<T> act) where T : notnull =>
        (await Assert.ThrowsAsync<Refused>(() => test.Desk.Do(act, WriteId.New(), actor))).Rules[0].Code;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task ASVS_2_3_5_A_persons_data_is_destroyed_by_two_and_stands_nowhere_in_the_database(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var test = town.Test;
        var (asker, other) = (test.Actor with { Name = "asker" }, test.Actor with { Name = "other" });
        var id = town.Secretary.Id;
        await using (var store = await test.Stores.Open())
        {
            await store.Sql.Run("update person set name = @n, name_tail = '震华', pinyin = 'ouyangzhenhua', initials = 'oyzh', home_text = '欧阳路1号', note = '找欧阳震华' where id = @id", default, ("@n", Name), ("@id", id));
            await store.Sql.Run("delete from person_identity where person_id = @id", default, ("@id", id));
            store.Add(test.Get<Identities>().Make(id, Number, test.Get<IdentityKeys>().OfIdNumber(Number), Phone, test.Get<IdentityKeys>().OfPhone(Phone)));
            await store.SaveChangesAsync();
        }
        await test.Do(new AddHistory(id, HistoryKinds.Remark, Name + "的说明"));
        await town.Issue();
        Assert.Contains(await town.All(CardKind.Person), c => c.Content.Contains(Phone, StringComparison.Ordinal));
        Assert.NotEmpty(await test.Get<Search>().For(Name, 8, default));

        Assert.Equal("destroy-serves", await Refusal(test, asker, new AskDestruction(DestructionKind.Person, id, "本人书面要求")));
        await test.Do(new EndPerson(id, await Version(test, id), "退休"));
        Assert.Equal("reason-number", await Refusal(test, asker, new AskDestruction(DestructionKind.Person, id, "电话 13912345678")));
        var asked = await test.Desk.Do(new AskDestruction(DestructionKind.Person, id, "本人书面要求"), WriteId.New(), asker);
        Assert.Equal("destruction-waits", await Refusal(test, other, new AskDestruction(DestructionKind.Person, id, "本人书面要求")));
        Assert.Equal("destruction-own", await Refusal(test, asker, new DecideDestruction(asked, Confirm: true)));
        Assert.True(await Raw(test, Name), "it is looked for where it is");
        Assert.Equal(DestructionState.Done, await test.Desk.Do(new DecideDestruction(asked, Confirm: true), WriteId.New(), other));

        foreach (var value in (string[])[Name, "震华", "ouyangzhenhua", "欧阳路", Number, Phone]) Assert.False(await Raw(test, value), value);
        if (engine == Engine.Sqlite) Assert.DoesNotContain("ouyangzhenhua", await File(test), StringComparison.Ordinal);
        await using (var store = await test.Stores.Open())
        {
            Assert.Equal(1, await store.Sql.Number("select count(*) from person_identity where person_id = @id and data_key is null and sealed_id_number is null and id_hash is null and sealed_phone is null and phone_hash is null", default, ("@id", id)));
            Assert.Equal(1, await store.Sql.Number("select count(*) from person where id = @id", default, ("@id", id)));
            Assert.Equal(1, await store.Sql.Number("select count(*) from audit_entry where act = 'DecideDestruction' and details like '%confirmed%' and subject_id = @id", default, ("@id", id)));
        }
        Assert.Empty(await test.Get<Search>().For(Name, 8, default));
        Assert.DoesNotContain(await town.All(), c => c.Content.Contains(Phone, StringComparison.Ordinal) || c.Content.Contains(Name, StringComparison.Ordinal));
        Assert.Equal("person-destroyed", await Refusal(test, other, new UnmaskPerson(id, "核对身份")));
        Assert.Equal("person-destroyed", await Refusal(test, other, new ResumePerson(id, await Version(test, id))));
        Assert.Equal("destruction-decided", await Refusal(test, other, new DecideDestruction(asked, Confirm: true)));
        Assert.Equal("person-destroyed", await Refusal(test, asker, new AskDestruction(DestructionKind.Person, id, "本人书面要求")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_closed_emergencys_key_is_destroyed_with_all_its_cards_and_the_staff_stay(Engine engine)
    {
        await using var town = await CardTown.Make(engine);
        var test = town.Test;
        var (asker, other) = (test.Actor with { Name = "asker" }, test.Actor with { Name = "other" });
        await town.Issue();
        var cards = await town.All();
        Assert.NotEmpty(cards);
        Assert.False(await Raw(test, CardTown.SecretaryPhone), "cards are sealed");
        Assert.Equal("destroy-open", await Refusal(test, asker, new AskDestruction(DestructionKind.Emergency, town.Town.Emergency, "行动已归档")));
        await test.Do(new CloseEmergency(town.Town.Emergency, "结束"));
        var late = await test.Desk.Do(new AskDestruction(DestructionKind.Emergency, town.Town.Emergency, "行动已归档"), WriteId.New(), asker);
        test.Clock.Advance(AskDestruction.Lifetime);
        Assert.Equal("destruction-lapsed", await Refusal(test, other, new DecideDestruction(late, Confirm: true)));
        var asked = await test.Desk.Do(new AskDestruction(DestructionKind.Emergency, town.Town.Emergency, "行动已归档"), WriteId.New(), asker);
        await test.Desk.Do(new DecideDestruction(asked, Confirm: true), WriteId.New(), other);
        Assert.Empty(await town.All());
        Assert.Null(await town.Cards.Card(cards[0].Id, default));
        await using var store = await test.Stores.Open();
        Assert.Equal(0, await store.Sql.Number("select count(*) from card where sealed_content is not null", default));
        Assert.Equal(0, await store.Sql.Number("select count(*) from personal_link", default));
        Assert.Equal(1, await store.Sql.Number("select count(*) from data_key where kind = 'emergency' and secret is null and destroyed_at is not null", default));
        Assert.True(await store.Sql.Number("select count(*) from person_identity where sealed_phone is not null", default) > 0);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => store.Sql.Run("update destruction set decided_by = asked_by", default));
    }

    private static async Task<int> Version(TestInstallation test, Guid id)
    {
        await using var store = await test.Stores.Open();
        return (int)await store.Sql.Number("select version from person where id = @id", default, ("@id", id));
    }

    /// <summary>The bytes of the store's file, pages that nothing uses any more included.</summary>
    private static async Task<string> File(TestInstallation test)
    {
        await using (var store = await test.Stores.Open()) await store.Sql.List("pragma wal_checkpoint(truncate)", row => row.Long(0), default);
        await using var file = new FileStream(Path.Combine(test.Installation.Folder, "muster.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Whether any column of any table holds the value, looked for in the raw database: text, and bytes as they would be of that text.</summary>
    private static async Task<bool> Raw(TestInstallation test, string value)
    {
        await using var store = await test.Stores.Open();
        var sql = store.Sql;
        var columns = await sql.List(sql.Pick(
            "select t.name, c.name from sqlite_master t join pragma_table_xinfo(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'",
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"), row => (Table: row.Text(0), Column: row.Text(1)), default);
        var hex = System.Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value));
        foreach (var (table, column) in columns)
            if (await sql.Number(sql.Pick($"select count(*) from \"{table}\" where instr(cast(\"{column}\" as text), @v) > 0 or instr(lower(hex(\"{column}\")), @h) > 0",
                $"select count(*) from \"{table}\" where strpos(\"{column}\"::text, @v) > 0 or strpos(\"{column}\"::text, @h) > 0"), default, ("@v", value), ("@h", hex)) > 0) return true;
        return false;
    }
}
