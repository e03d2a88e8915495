using System.Text;
using System.Text.Json;
using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

/// <summary>From the bytes of a file to stored people and back.</summary>
public sealed class PeopleImportsTests
{
    private static readonly string List = $"""
        和平区下沉干部名单,,,,,
        序号,姓 名,身份证号码,联系电话,工作单位,职级
        1,张三,{Folk.IdNumber(1)},138 0000 0001,和平区教育局,副处级
        2,阿卜杜热合曼•买买提,{Folk.IdNumber(2)},13800000002,和平区教育局,一级科员
        3,𠮷田,,13800000003,和平区卫健委,
        4,李四,{Folk.IdNumber(4)[..17]}{(Folk.IdNumber(4)[17] == '1' ? '2' : '1')},13800000004,和平区卫健委,
        5,,{Folk.IdNumber(5)},13800000005,和平区卫健委,
        ,,,,,
        6,王五,1.20101E+17,13800000006,=cmd|' /C calc'!A0,
        7,张三,{Folk.IdNumber(1)},13800000001,和平区教育局,副处级
        """;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_spreadsheet_becomes_people_and_its_bad_rows_come_back_to_be_mended(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var trial = await Import(test, List, dryRun: true);
        Assert.Equal(0, await test.Count("select count(*) from person"));
        var result = await Import(test, List);
        Assert.Equal((7, 3, 0, 1, 3), (result.Rows, result.Stored, result.Updated, result.Unchanged, result.Refused));
        Assert.Equal((trial.Rows, trial.Stored, trial.Unchanged, trial.Refused), (result.Rows, result.Stored, result.Unchanged, result.Refused));
        Assert.Equal(2, result.NewAgencies);
        var people = (await test.Get<PeopleQueries>().List(new PeopleFilter())).People;
        foreach (var name in new[] { "张三", "阿卜杜热合曼·买买提", "𠮷田" }) Assert.Contains(name, people.Select(p => p.Name));
        Assert.Single((await test.Get<PeopleQueries>().List(new PeopleFilter { GradeMin = Grades.DivisionDeputy })).People);
        var refused = await test.Get<ImportQueries>().Refused(result.Import!.Value);
        Assert.Equal(["C6", "B7", "C9"], refused.Select(r => r.Cell));

        using var workbook = new MemoryStream();
        await test.Get<PeopleImports>().WriteRefused(result.Import.Value, workbook, full: true, default);
        workbook.Position = 0;
        using var sheets = Sheets.Open(workbook, "refused.xlsx");
        var rows = sheets.Sheets[0].Rows().ToList();
        Assert.Equal(4, rows.Count);
        Assert.Equal(RefusedSheets.ReasonHeader, rows[0].Cells[^1].Text);
        Assert.Equal("李四", rows[1][1].Text);
        Assert.Equal("=cmd|' /C calc'!A0", rows[3][4].Text);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Importing_the_same_file_again_changes_nothing_and_an_export_comes_back_unchanged(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, List);
        var again = await Import(test, List);
        Assert.Equal((7, 0, 0, 4, 3), (again.Rows, again.Stored, again.Updated, again.Unchanged, again.Refused));

        using var workbook = new MemoryStream();
        await test.Get<PeopleExport>().Write(new PeopleFilter(), new Watermark("甲&乙", test.Clock.Now, Guid.CreateVersion7()), workbook, default);
        workbook.Position = 0;
        var back = await Import(test, workbook, "人员.xlsx");
        Assert.Equal((3, 0, 0, 3, 0), (back.Rows, back.Stored, back.Updated, back.Unchanged, back.Refused));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_chosen_for_a_column_is_remembered_for_the_next_file_with_its_headers(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var file = await Upload(test, "番号,姓名,手机\n甲,张三,13800000001\n乙,李四,13800000002\n");
        var guessed = (await test.Get<PeopleImports>().Preview(file, new FileChoices(), default))[0].Sheet;
        var chosen = guessed.Mapping.With(0, PersonField.Team);
        var job = await test.Get<PeopleImports>().Start(file, new FileChoices(Chosen: new Dictionary<string, Mapping> { [guessed.Name] = chosen }), false, test.Actor, default);
        await test.Get<JobBoard>().Wait(job);
        Assert.Equal(2, await test.Count("select count(*) from person where team is not null"));

        var next = await Upload(test, "番号,姓名,手机\n丙,王五,13800000003\n");
        var recalled = (await test.Get<PeopleImports>().Preview(next, new FileChoices(), default))[0].Sheet.Mapping;
        Assert.Equal([PersonField.Team, PersonField.Name, PersonField.Phone], recalled.Columns.Select(c => c.Field));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_one_agency_means_by_its_headers_is_not_what_another_means(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        foreach (var (agency, field) in new[] { ("教育局", PersonField.Team), ("卫健委", PersonField.Note) })
        {
            var file = await Upload(test, $"番号,姓名,手机\n甲,{agency[..1]}三,13800000001\n");
            var guessed = (await test.Get<PeopleImports>().Preview(file, new FileChoices(), default))[0].Sheet;
            var chosen = new Dictionary<string, Mapping> { [guessed.Name] = guessed.Mapping.With(0, field) };
            await test.Get<JobBoard>().Wait(await test.Get<PeopleImports>().Start(file, new FileChoices(Agency: agency, Chosen: chosen), false, test.Actor, default));
        }
        var next = await Upload(test, "番号,姓名,手机\n丙,王五,13800000003\n");
        async Task<PersonField> First(string? agency) => (await test.Get<PeopleImports>().Preview(next, new FileChoices(Agency: agency), default))[0].Sheet.Mapping.Columns[0].Field;
        Assert.Equal([PersonField.Team, PersonField.Note, PersonField.Note, PersonField.Note], [await First("教育局"), await First("卫健委"), await First(null), await First("民政局")]);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Refused_rows_are_erased_by_the_clock_and_never_told_with_their_numbers(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var import = (await Import(test, List)).Import!.Value;
        Assert.DoesNotContain(await test.Get<ImportQueries>().Refused(import), r => r.Zh.Contains(Folk.IdNumber(4)[..17], StringComparison.Ordinal) || r.En.Contains(Folk.IdNumber(4)[..17], StringComparison.Ordinal));
        using (var masked = new MemoryStream())
        {
            await test.Get<PeopleImports>().WriteRefused(import, masked, full: false, default);
            using var sheets = Sheets.Open(masked, "refused.xlsx");
            Assert.DoesNotContain(sheets.Sheets[0].Rows().SelectMany(r => r.Cells), c => System.Text.RegularExpressions.Regex.IsMatch(c.Text, "[0-9]{7}"));
        }
        Assert.Equal("reason-length", (await Assert.ThrowsAsync<Refused>(() => test.Do(new TakeRefusedRows(import, "")))).Rules.Single().Code);
        Assert.Equal(3, await test.Do(new TakeRefusedRows(import, "退回修改")));
        test.Clock.Advance(EraseRefusedRows.KeptFor - TimeSpan.FromMinutes(1));
        await EraseRefusedRows.WhenDue(test.Services, default);
        Assert.Equal(3, await test.Count("select count(*) from people_import_refusal where sealed_cells is not null"));
        test.Clock.Advance(TimeSpan.FromMinutes(2));
        await EraseRefusedRows.WhenDue(test.Services, default);
        await EraseRefusedRows.WhenDue(test.Services, default);
        Assert.Equal(0, await test.Count("select count(*) from people_import_refusal where sealed_cells is not null"));
        Assert.Equal(1, await test.Count("select count(*) from audit_entry where act = 'EraseRefusedRows'"));
        Assert.Equal(3, (await test.Get<ImportQueries>().Refused(import)).Count);
        var gone = await Assert.ThrowsAsync<Refused>(() => test.Get<PeopleImports>().WriteRefused(import, Stream.Null, full: true, default));
        Assert.Equal("refused-rows-erased", gone.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_row_edited_since_is_compared_again_and_an_untouched_one_is_known_at_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        await Import(test, List);
        var person = (await test.Get<PeopleQueries>().List(new PeopleFilter { Find = "张三" })).People.Single();
        await test.Do(new GiveSkill(person.Id, "电工", "test"));
        var afterSkill = await Import(test, List);
        Assert.Equal((0, 4), (afterSkill.Updated, afterSkill.Unchanged));
        var view = await test.Get<PersonQuery>().Find(person.Id, default);
        await test.Do(new ChangePerson(person.Id, view!.Version, view.Fields with { GradeName = "正科级" }));
        var afterGrade = await Import(test, List);
        Assert.Equal((1, 3), (afterGrade.Updated, afterGrade.Unchanged));
        Assert.Equal("副处级", (await test.Get<PeopleQueries>().List(new PeopleFilter { Find = "张三" })).People.Single().GradeName);
        Assert.Equal((0, 4), ((await Import(test, List)) is var last ? (last.Updated, last.Unchanged) : default));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_picture_is_refused_at_once(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var file = await test.Get<Uploads>().Take(new MemoryStream([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]), "名单.xlsx", Permission.EditPeople, test.Actor, default);
        var refused = await Assert.ThrowsAsync<Refused>(() => test.Get<PeopleImports>().Start(file, new FileChoices(), false, test.Actor, default));
        Assert.Equal("sheet.unknown_format", refused.Rules.Single().Code);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_file_without_a_column_of_names_or_without_anything_is_refused_and_keeps_nothing(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        foreach (var (content, code) in new[] { ("甲,乙,丙\n1,2,3\n", "sheet.no_names"), (" \n", "sheet.no_content") })
        {
            var job = await test.Get<JobBoard>().Wait(await test.Get<PeopleImports>().Start(await Upload(test, content), new FileChoices(), false, test.Actor, default));
            Assert.Equal(JobState.Failed, job.State);
            Assert.Equal(code, job.Result!.Value.GetProperty("refused")[0].GetProperty("code").GetString());
        }
        Assert.Equal(0, await test.Count("select count(*) from people_import"));
        Assert.Equal(0, (await Import(test, "姓名,手机\n")).Rows);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_not_understood_is_counted_by_kind_with_its_first_cells_and_no_values(Engine engine)
    {
        await using var test = await TestInstallation.Make(engine);
        var rows = string.Concat(Enumerable.Range(1, 7).Select(i => $"{(char)('甲' + i)}三,1380000000{i},2020/2/{i + 10}\n"));
        var result = await Import(test, "姓名,手机,职级\n" + rows + "李四,13800,科员\n");
        Assert.Equal((8, 0), (result.Stored, result.Refused));
        Assert.Equal([("grade.unknown", 7), ("phone.malformed", 1)], result.Odd.Select(o => (o.Code, o.Count)));
        Assert.Equal(["名单!C2", "名单!C3", "名单!C4", "名单!C5", "名单!C6"], result.Odd[0].Cells);
        Assert.DoesNotContain(result.Odd, o => o.MessageZh.Contains("2020", StringComparison.Ordinal) || o.Message.Contains("13800", StringComparison.Ordinal));
        Assert.Equal(["grade.unknown", "phone.malformed"], (await test.Get<ImportQueries>().Find(result.Import!.Value))!.Odd.Select(o => o.Code));
    }

    private static Task<ImportResult> Import(TestInstallation test, string csv, bool dryRun = false) =>
        Import(test, new MemoryStream(Encoding.UTF8.GetBytes(csv)), "名单.csv", dryRun);

    private static async Task<ImportResult> Import(TestInstallation test, Stream content, string name, bool dryRun = false)
    {
        var file = await test.Get<Uploads>().Take(content, name, Permission.EditPeople, test.Actor, default);
        var job = await test.Get<JobBoard>().Wait(await test.Get<PeopleImports>().Start(file, new FileChoices(), dryRun, test.Actor, default));
        Assert.True(job.State == JobState.Done, job.Message);
        return job.Result!.Value.Deserialize<ImportResult>(Desk.Json)!;
    }

    private static Task<Guid> Upload(TestInstallation test, string csv) =>
        test.Get<Uploads>().Take(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "名单.csv", Permission.EditPeople, test.Actor, default);
}
