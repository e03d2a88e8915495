using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

/// <summary>A large import drops the indexes and foreign keys of the people and makes them again; whatever happens in between, they are all there afterwards.</summary>
public sealed class IndexPauseTests
{
    private const long Many = 100_000;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task After_an_import_every_index_and_foreign_key_is_there_again_and_holds(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var before = await Described(test.Stores);
        await using (var store = await test.Stores.Open())
        {
            await using var transaction = await store.Database.BeginTransactionAsync();
            var pause = new IndexPause(store.Sql);
            await pause.Expect(Many, default);
            Assert.True((await Described(store.Sql)).Count < before.Count - 8, "nothing was dropped");
            await store.Insert((Person[])[Somebody(test), Somebody(test)], default);
            await pause.End(default);
            await transaction.CommitAsync();
        }
        Assert.Equal(before, await Described(test.Stores));
        await using var after = await test.Stores.Open();
        Assert.Equal(2, await after.Sql.Number("select count(*) from person where name = '甲试'", default));
        await Assert.ThrowsAnyAsync<DbException>(() => after.Sql.Run("insert into person_skill (person_id, skill, source) values (@x, '医护', 'test')", default, ("@x", Guid.CreateVersion7())));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_crash_between_dropping_and_making_them_again_leaves_them_all_and_nobody_new(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var before = await Described(test.Stores);
        await using (var store = await test.Stores.Open())
        {
            await store.Database.BeginTransactionAsync();
            await new IndexPause(store.Sql).Expect(Many, default);
            await store.Insert((Person[])[Somebody(test)], default);
            if (engine == Engine.Postgres)
            {
                var session = await store.Sql.Number("select pg_backend_pid()", default);
                await using var other = await test.Stores.Open();
                await other.Sql.Run("select pg_terminate_backend(@pid)", default, ("@pid", (int)session));
                await Assert.ThrowsAnyAsync<DbException>(() => store.Sql.Run("select 1 from person", default));
            }
        }
        Assert.Equal(before, await Described(test.Stores));
        await using var after = await test.Stores.Open();
        Assert.Equal(0, await after.Sql.Number("select count(*) from person", default));
    }

    [Fact]
    public async Task While_somebody_reads_the_people_nothing_is_dropped()
    {
        await using var test = await TestInstallation.Make(Engine.Postgres);
        var before = await Described(test.Stores);
        await using var reader = await test.Stores.Open();
        await using var reading = await reader.Database.BeginTransactionAsync();
        await reader.Sql.Number("select count(*) from person", default);
        await using var store = await test.Stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        var pause = new IndexPause(store.Sql);
        await pause.Expect(Many, default);
        Assert.Equal(before, await Described(store.Sql));
        await store.Insert((Person[])[Somebody(test)], default);
        await pause.End(default);
        await transaction.CommitAsync();
        Assert.Equal(before, await Described(test.Stores));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_small_import_drops_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var before = await Described(test.Stores);
        await using var store = await test.Stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        await new IndexPause(store.Sql).Expect(Many - 1, default);
        Assert.Equal(before, await Described(store.Sql));
    }

    private static Person Somebody(TestInstallation test) => new()
    {
        Id = Guid.CreateVersion7(), Name = "甲试", NameTail = "试", Origin = Origin.County, Source = "test", CreatedAt = test.Clock.Now, ChangedAt = test.Clock.Now, Version = 1,
    };

    private static async Task<List<string>> Described(Stores stores)
    {
        await using var store = await stores.Open();
        return await Described(store.Sql);
    }

    private static Task<List<string>> Described(Sql sql) => sql.List(sql.Pick(
        "select sql from sqlite_master where type in ('index', 'trigger') and sql is not null order by 1",
        """
        select pg_get_indexdef(indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace
        union all select conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace order by 1
        """), row => row.Text(0), default);
}
