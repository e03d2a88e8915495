using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Privacy;

namespace Muster.People;

/// <summary>Takes the refused rows of an import with their numbers in full, for a reason. Without it the spreadsheet of refused rows is masked.</summary>
/// <returns>How many rows.</returns>
public sealed record TakeRefusedRows(Guid ImportId, string Reason) : Act<long>
{
    protected internal override Permission Needs => Permission.UnmaskPeople;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<long> Do(Work work, CancellationToken stop)
    {
        Refused.Where(ReasonRules.Check(Reason));
        var import = await work.Store.Set<PeopleImport>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == ImportId, stop) ?? throw new Refused(PersonRules.NotThere("导入", "import", ImportId));
        work.About("people-import", ImportId);
        work.Note("rows", import.Refused);
        work.Note("reason", Reason.Trim());
        return import.Refused;
    }
}
