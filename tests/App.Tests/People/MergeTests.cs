using FsCheck;
using FsCheck.Fluent;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

public sealed class MergeTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Unmerging_is_the_exact_inverse_of_merging(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        Guid?[] agencies = [null, await test.Agency("甲局"), await test.Agency("乙局")];
        var number = 0;
        // Each bit says whether one of the two records has one of the things a merge touches.
        foreach (var bits in Gen.Choose(0, (1 << 14) - 1).Sample(25))
        {
            bool Has(int bit) => (bits & (1 << bit)) != 0;
            async Task<Guid> Make(int from, bool mayHaveId) => await test.Do(new AddPerson(new PersonFields
            {
                Name = Has(from) ? "张三" : "张叁", AgencyId = agencies[(bits >> (from + 1)) % 3], Team = Has(from + 2) ? "先锋队" : null,
                BirthYear = Has(from + 3) ? 1980 + from : null, Origin = Has(from + 4) ? Origin.City : Origin.Street,
            }, mayHaveId && Has(from + 5) ? Folk.IdNumber(number++) : null, Has(from + 6) ? "1380000" + from.ToString("0000") : null,
                Has(from + 5) ? [new SkillFields("护士", "a" + from)] : [], Has(from + 6) ? [new LimitFields(LimitKind.NoNights)] : []));
            var (kept, gone) = (await Make(0, true), await Make(7, !Has(5)));
            test.Clock.Advance(TimeSpan.FromHours(bits % 2));
            var before = await Picture(test, kept, gone);
            var merge = await test.Do(new MergePeople(kept, 1, gone, 1, Has(3) ? ["Team", "Name", "AgencyId", "Origin"] : []));
            Assert.NotEqual(before, await Picture(test, kept, gone));
            test.Clock.Advance(TimeSpan.FromHours(1));
            await test.Do(new UnmergePeople(merge));
            Assert.Equal(before, await Picture(test, kept, gone));
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_changed_by_hand_after_a_merge_stays_after_undoing_it(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var kept = await test.Person("张三");
        var gone = await test.Do(new AddPerson(new PersonFields { Name = "张三", Team = "先锋队", JobTitle = "科长" }));
        var merge = await test.Do(new MergePeople(kept, 1, gone, 1));
        var seen = await test.See(kept);
        Assert.Equal(("先锋队", "科长"), (seen.Fields.Team, seen.Fields.JobTitle));
        await test.Do(new ChangePerson(kept, seen.Version, seen.Fields with { JobTitle = "处长" }));
        await test.Do(new UnmergePeople(merge));
        seen = await test.See(kept);
        Assert.Equal((null, "处长"), (seen.Fields.Team, seen.Fields.JobTitle));
        Assert.Null((await test.See(gone)).EndedAt);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_people_with_different_ID_numbers_are_not_merged(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var (a, b) = (await test.Person("张三", null, Folk.IdNumber(1)), await test.Person("张三", null, Folk.IdNumber(2)));
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Do(new MergePeople(a, 1, b, 1)));
        Assert.Equal("merge-two-ids", refused.Rules.Single().Code);
    }

    /// <summary>Every column of both records and what hangs on them, but the version, which only grows.</summary>
    private static async Task<string> Picture(TestInstallation test, Guid a, Guid b)
    {
        await using var store = await test.Stores.Open();
        var lines = new List<string>();
        foreach (var id in new[] { a, b })
            foreach (var (table, column, order) in new[]
                     {
                         ("person", "id", "id"), ("person_identity", "person_id", "person_id"), ("agency_membership", "person_id", "id"),
                         ("person_skill", "person_id", "skill"), ("person_limit", "person_id", "id"), ("person_history", "person_id", "id"),
                     })
            {
                await using var command = store.Sql.Command($"select * from {table} where {column} = @id order by {order}", ("@id", id));
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync())
                    lines.Add(table + " " + string.Join('|', Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) != "version")
                        .Select(i => reader.GetValue(i) is byte[] bytes ? System.Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
            }
        return string.Join('\n', lines);
    }
}
