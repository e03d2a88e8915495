using Muster.Platform.Files;
using Muster.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Placements.Cards.Documents;

/// <summary>What of a plan is taken along as a file.</summary>
public enum PaperKind { Posts, People, Order, Lists }

/// <summary>As what. Lists are spreadsheets, the order is a document, cards are documents or PDF.</summary>
public enum PaperFormat { Docx, Xlsx, Pdf }

/// <summary>
/// Notes on the audit trail that a file with people's names leaves the system, before it is made. Answers how many cards or people it holds.
/// </summary>
/// <param name="AreaId">Only cards of this area and below.</param>
/// <param name="Subjects">Only cards of these posts, areas and people.</param>
public sealed record ExportPlan(Guid PlanId, PaperKind Kind, PaperFormat Format, Guid? AreaId = null, IReadOnlyList<Guid>? Subjects = null) : Act<long>
{
    protected internal override Permission Needs => Permission.IssueCards;

    protected internal override async Task<long> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == PlanId, stop);
        var count = plan is null ? 0 : await Count(work, plan, stop);
        Refused.Where(PaperRules.Exportable(this, plan, count));
        work.About("plan", PlanId);
        work.Note("kind", Kind);
        work.Note("format", Format);
        work.Note("area", AreaId);
        work.Note("chosen", Subjects?.Count);
        work.Note("count", count);
        return count;
    }

    private Task<long> Count(Work work, Plan plan, CancellationToken stop) => Kind is PaperKind.Order or PaperKind.Lists
        ? work.Sql.Number("select count(*) from plan_placement where plan_id = @p", stop, ("@p", PlanId))
        : work.Sql.Number($"""
            select count(*) from card c join area a on a.id = c.area_id where c.emergency_id = @e and c.replaced_at is null and c.kind {(Kind == PaperKind.Posts ? "<>" : "=")} 'Person'
            {(AreaId is null ? "" : "and exists (select 1 from area t where t.id = @area and a.path >= t.path and a.path < t.path || '~')")}
            {(Subjects is null ? "" : "and " + IdSet.In(work.Sql, "c.subject_id", "@subjects"))}
            """, stop, ("@e", plan.EmergencyId), ("@area", AreaId), ("@subjects", IdSet.Of(work.Sql, Subjects)));
}

/// <summary>What can be made; pure.</summary>
public static class PaperRules
{
    /// <summary>Word and Chromium still open so many; a province takes its cards by county.</summary>
    public const int DocxCardsMost = 20_000, PdfCardsMost = 4_000;

    public static IEnumerable<Broken> Exportable(ExportPlan wanted, Plan? plan, long count)
    {
        if (plan is null)
        {
            yield return new Broken("plan-missing", "没有这个方案。", "There is no such plan.", "PlanId");
            yield break;
        }
        var possible = wanted.Kind switch
        {
            PaperKind.Lists => wanted.Format == PaperFormat.Xlsx,
            PaperKind.Order => wanted.Format == PaperFormat.Docx,
            _ => wanted.Format is PaperFormat.Docx or PaperFormat.Pdf,
        };
        if (!possible)
            yield return new Broken("format-wrong", $"{wanted.Kind} 不能导出为 {wanted.Format}。名单用 xlsx，调派令用 docx，明白卡用 docx 或 pdf。",
                $"{wanted.Kind} cannot be exported as {wanted.Format}: lists are xlsx, the order is docx, cards are docx or pdf.", "Format");
        if (count == 0)
            yield return wanted.Kind is PaperKind.Posts or PaperKind.People
                ? new Broken("no-cards", "还没有发卡。请先发放明白卡。", "No cards are issued here yet. Issue them first.")
                : new Broken("plan-empty", $"方案“{plan.Name}”还没有安排任何人。", $"The plan “{plan.Name}” places nobody yet.");
        var most = wanted.Format == PaperFormat.Pdf ? PdfCardsMost : DocxCardsMost;
        if (wanted.Kind is PaperKind.Posts or PaperKind.People && count > most)
            yield return new Broken("too-many-cards", $"一个文件最多 {most} 张卡，这里有 {count} 张。请按属地分批。", $"A file holds at most {most} cards, these are {count}. Take them area by area.", "AreaId");
    }
}
