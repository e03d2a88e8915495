using Muster.App.Tests.Testing;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

public sealed class ImportPeopleTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_row_ends_as_stored_updated_unchanged_or_refused(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var first = await Import(test,
            Row("张三", Folk.IdNumber(1), "13800000001"), Row("李四", Folk.IdNumber(2), null), Row("王五", null, "13800000003"),
            Row("赵六", null, null), Row("李四", Folk.IdNumber(2), "13800000002"), Row("别人", Folk.IdNumber(1), null), Refused("name-missing"));
        Assert.Equal((7, 4, 1, 0, 2), Counts(first));
        Assert.Equal(["和平区教育局"], first.AgenciesCreated);
        Assert.Equal(4, await test.Count("select count(*) from person"));

        test.Clock.Advance(TimeSpan.FromHours(1));
        var again = await Import(test,
            Row("张三", Folk.IdNumber(1), "13800000001"), Row("李四", Folk.IdNumber(2), "13800000002"), Row("王五", null, "13800000003"), Row("赵六", null, null),
            Row("别人", Folk.IdNumber(1), null), Row("孙七", Folk.IdNumber(3), null) with { Person = Person("孙七", Folk.IdNumber(3), null) with { Agency = "乙局" } });
        Assert.Equal((6, 1, 0, 4, 1), Counts(again));
        Assert.Equal(5, await test.Count("select count(*) from person"));
        await using var store = await test.Stores.Open();
        Assert.Equal(["id-other-name", "name-missing", "id-other-name"],
            await store.Sql.List("select code from people_import_refusal order by import_id, row desc", row => row.Text(0), default) is { } codes ? [codes[1], codes[0], codes[2]] : []);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Names_with_dots_and_rare_characters_survive(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        string[] names = ["阿卜杜热合曼·买买提", "𠮷田", "㛃𬎆", "王\U00030EDD", "张三"];
        await Import(test, names.Select(n => Row(n, null, "13800000001")).ToArray());
        var people = await test.Get<PeopleQueries>().List(new PeopleFilter());
        Assert.Equal(names.Order(StringComparer.Ordinal), people.People.Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var name in names) Assert.Single((await test.Get<PeopleQueries>().List(new PeopleFilter { Find = name })).People);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_of_one_name_without_numbers_are_both_kept_and_reviewed_and_not_doubled_again(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        FileRow[] rows =
        [
            Row("张伟", null, null) with { Person = Person("张伟", null, null) with { JobTitle = "科长" } },
            Row("张伟", null, null) with { Person = Person("张伟", null, null) with { JobTitle = "司机" } },
            Row("张伟", null, null) with { Person = Person("张伟", null, null) with { JobTitle = "司机" } },
        ];
        var first = await Import(test, rows);
        Assert.Equal((3, 2, 0, 1, 0), Counts(first));
        Assert.Equal(1, first.Reviews[ReviewKind.AmbiguousPerson]);
        Assert.Equal((3, 0, 0, 3, 0), Counts(await Import(test, rows)));

        var review = Assert.Single((await test.Get<ReviewQueries>().Open(null, null)).Reviews);
        await test.Do(new SettleReview(review.Id, ReviewAnswer.Choose, review.Candidates.Single().Id));
        Assert.Equal(1, await test.Count("select count(*) from person where ended_at is null"));
        Assert.Empty((await test.Get<ReviewQueries>().Open(null, null)).Reviews);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_later_file_adds_ID_numbers_and_telephones_to_those_known_by_name(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, Row("张三", null, null), Row("李四", null, "13800000002"));
        test.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((2, 0, 2, 0, 0), Counts(await Import(test, Row("张三", Folk.IdNumber(1), "13800000001"), Row("李四", Folk.IdNumber(2), "13800000002"))));
        Assert.Equal(2, await test.Count("select count(*) from person_identity where id_hash is not null and phone_hash is not null"));
        Assert.Equal((2, 0, 0, 2, 0), Counts(await Import(test, Row("张三", Folk.IdNumber(1), null), Row("李四", null, "13800000002"))));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_dry_run_promises_what_the_import_does_and_keeps_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        FileRow[] rows = [Row("张三", Folk.IdNumber(1), null), Row("李四", null, "13800000002"), Row("别人", Folk.IdNumber(1), null)];
        var promised = (await Assert.ThrowsAsync<DryRunEnded>(() => Import(test, rows, dryRun: true))).Outcome;
        foreach (var table in new[] { "person", "agency", "people_import", "people_import_refusal", "audit_entry" })
            Assert.Equal(0, await test.Count($"select count(*) from {table}"));
        Assert.Equal(Counts(promised), Counts(await Import(test, rows)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_cancelled_import_leaves_everything_as_it_was(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, Row("张三", Folk.IdNumber(1), null));
        using var stop = new CancellationTokenSource();
        IEnumerable<FileRow> Rows()
        {
            for (var i = 0; i < 60_000; i++)
            {
                if (i == 50_000) stop.Cancel();
                yield return Row("李" + i, null, "138" + i.ToString("00000000"), i + 2);
            }
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Desk.Do(Act(Rows()), WriteId.New(), test.Actor, stop.Token));
        Assert.Equal(1, await test.Count("select count(*) from person"));
        Assert.Equal(1, await test.Count("select count(*) from people_import"));
        Assert.Equal(0, await test.Count("select count(*) from person_review"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_file_that_breaks_off_in_the_middle_leaves_everything_as_it_was(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        static IEnumerable<FileRow> Rows()
        {
            for (var i = 0; i < 20_000; i++) yield return Row("李" + i, null, "138" + i.ToString("00000000"), i + 2);
            throw new InvalidDataException("broken");
        }
        await Assert.ThrowsAsync<InvalidDataException>(() => test.Do(Act(Rows())));
        Assert.Equal(0, await test.Count("select count(*) from person"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_imports_of_the_same_file_at_once_double_nobody(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var rows = Enumerable.Range(0, 900).Select(i => Row("人" + i, Folk.IdNumber(i), null, i + 2)).ToArray();
        var both = await Task.WhenAll(Import(test, rows), Import(test, rows));
        Assert.Equal(900, await test.Count("select count(*) from person"));
        Assert.Equal([0L, 900L], both.Select(o => o.Stored).Order());
        Assert.All(both, o => Assert.Equal(o.Rows, o.Stored + o.Updated + o.Unchanged + o.Refused));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_who_was_ended_or_moved_is_there_again_in_the_new_agency(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, Row("张三", Folk.IdNumber(1), null));
        var id = (await test.Get<PeopleQueries>().List(new PeopleFilter())).People.Single().Id;
        test.Clock.Advance(TimeSpan.FromDays(1));
        await test.Do(new EndPerson(id, 1, "调走"));
        test.Clock.Advance(TimeSpan.FromDays(1));
        var outcome = await Import(test, Row("张三", Folk.IdNumber(1), null) with { Person = Person("张三", Folk.IdNumber(1), null) with { Agency = "乙局" } });
        Assert.Equal((1, 0, 1, 0, 0), Counts(outcome));
        var seen = await test.See(id);
        Assert.Equal(("乙局", null), (seen.Agency, seen.EndedAt));
        Assert.Equal(2, seen.Memberships.Count);
        var updated = await test.Get<PeopleQueries>().List(new PeopleFilter { Import = outcome.Id, Outcome = ImportRowOutcome.Updated });
        Assert.Equal(id, updated.People.Single().Id);
    }

    internal static PersonInFile Person(string name, string? idNumber, string? phone) => new() { Name = name, IdNumber = idNumber, Phone = phone, Agency = "和平区教育局" };

    internal static FileRow Row(string name, string? idNumber, string? phone, int row = 2) => new()
    {
        Sheet = "Sheet1", Row = row == 2 ? Interlocked.Increment(ref _row) : row, Person = Person(name, idNumber, phone), Cells = () => [name], IdCell = "B" + row,
    };

    private static int _row;

    private static FileRow Refused(string code) => Row("", null, null) with { Person = null, Refusals = [new Broken(code, "没有姓名。", "The name is missing.", "A7")] };

    internal static ImportPeople Act(IEnumerable<FileRow> rows, bool dryRun = false) => new("名单.xlsx", "00", "{}", null, null, dryRun) { Rows = _ => rows, Share = () => 0.5 };

    private static Task<ImportOutcome> Import(TestInstallation test, params FileRow[] rows) => test.Do(Act(rows));

    private static Task<ImportOutcome> Import(TestInstallation test, FileRow[] rows, bool dryRun) => test.Do(Act(rows, dryRun));

    private static (long, long, long, long, long) Counts(ImportOutcome o) => (o.Rows, o.Stored, o.Updated, o.Unchanged, o.Refused);
}
