using Muster.App.Tests.Testing;
using Muster.People;
using Muster.People.Agencies;
using Muster.Platform.Storage;

namespace Muster.App.Tests.People;

/// <summary>Invented people for tests: ID numbers carry a right check digit and belong to nobody.</summary>
internal static class Folk
{
    public static string IdNumber(int number, int year = 1980)
    {
        var head = $"120101{year}0101{number % 1000:000}";
        return head + Muster.People.Import.Reading.IdNumber.CheckDigit(head);
    }

    public static Task<Guid> Agency(this TestInstallation test, string name = "和平区教育局") => test.Do(new AddAgency(new AgencyFields { Name = name }));

    public static Task<Guid> Person(this TestInstallation test, string name, Guid? agency = null, string? idNumber = null, string? phone = null) =>
        test.Do(new AddPerson(new PersonFields { Name = name, AgencyId = agency, Origin = Origin.County }, idNumber, phone));

    public static async Task<PersonView> See(this TestInstallation test, Guid id) => (await test.Get<PersonQuery>().Find(id))!;

    public static async Task<long> Count(this TestInstallation test, string sql)
    {
        await using var store = await test.Stores.Open();
        return await store.Sql.Number(sql, default);
    }
}
