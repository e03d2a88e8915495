using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Organisation.Continuity;

/// <summary>
/// Who lives, is lodged or drives together, from a spreadsheet, one line per person: found by ID number or telephone, else by name and agency where
/// that is one person. Addresses and plates go into hashes and are not kept; nor are they in what was refused for longer than any refused row.
/// </summary>
public sealed record ImportExposures(string FileName, string Sha256, bool DryRun) : ImportRows(FileName, Sha256, DryRun)
{
    private static readonly TableShape Shape = new("exposures",
    [
        new("name", "姓名", "人员", "name", "person"), new("agency", "单位", "派出单位", "agency"), new("id", "身份证号", "证件号", "ID number"), new("phone", "联系电话", "电话", "手机", "phone"),
        new("household", "同住地址", "家庭住址", "住址", "household", "home"), new("lodging", "集中住宿", "住宿", "宿舍", "酒店", "lodging"), new("vehicle", "车辆", "车牌", "车牌号", "vehicle", "plate"),
    ], ["name|id|phone", "household|lodging|vehicle"]);

    protected internal override Permission Needs => Permission.EditPeople;

    protected internal override IReadOnlyList<TableShape> Shapes => [Shape];

    protected override string List => "/exposures";

    protected override Task Begin(Work work, CancellationToken stop) => Task.CompletedTask;

    protected override async Task<TableOutcome?> Take(TableRow row, Work work, CancellationToken stop)
    {
        var people = await Find(row, work, stop);
        if (people is not [var person])
        {
            row.Wrong(row.Has("name") ? "name" : "id", people.Count == 0 ? new Broken("person-unknown", "找不到这个人：请填身份证号、电话，或姓名加单位。", "Nobody like this is on record: give the ID number, the telephone, or name and agency.")
                : new Broken("person-ambiguous", "不止一人同名：请加填单位、身份证号或电话。", "More than one person is called so: add agency, ID number or telephone."));
            return null;
        }
        var given = new (ExposureKind Kind, string Field)[] { (ExposureKind.Household, "household"), (ExposureKind.Lodging, "lodging"), (ExposureKind.Vehicle, "vehicle") }.Where(k => row.Has(k.Field)).ToList();
        if (given.Count == 0) return TableOutcome.Unchanged;
        foreach (var (kind, field) in given)
            foreach (var broken in ExposureRules.ForSetting(kind, row[field])) row.Wrong(field, broken);
        if (!row.IsFine) return null;
        var changed = false;
        foreach (var (kind, field) in given) changed |= await SetExposure.Set(work, person, kind, row[field]!, stop);
        await work.Store.SaveChangesAsync(stop);
        return changed ? TableOutcome.Stored : TableOutcome.Unchanged;
    }

    private static async Task<List<Guid>> Find(TableRow row, Work work, CancellationToken stop)
    {
        var keys = work.Of<IdentityKeys>();
        if (row["id"] is { } number) return await Hashed("id_hash", keys.OfIdNumber(number.ToUpperInvariant()));
        if (row["phone"] is { } phone) return await Hashed("phone_hash", keys.OfPhone(PersonInFile.FirstPhone(phone)));
        return await work.Sql.List("select p.id from person p left join agency g on g.id = p.agency_id where p.ended_at is null and p.name = @name and (@agency = '' or g.name = @agency or g.short_name = @agency) limit 2",
            r => r.Guid(0), stop, ("@name", row["name"]), ("@agency", row["agency"] ?? ""));

        Task<List<Guid>> Hashed(string column, byte[] hash) => work.Sql.List($"select i.person_id from person_identity i join person p on p.id = i.person_id where p.ended_at is null and i.{column} = @hash limit 2", r => r.Guid(0), stop, ("@hash", hash));
    }
}
