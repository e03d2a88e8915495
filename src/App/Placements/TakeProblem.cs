using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Files;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>
/// The problem of a plan as a packed folder that `muster plan solve` reads, pins included: for solving elsewhere, or to report a mistake. People are numbers in it,
/// without name or telephone; what they may not do stands there, so each one taken is on the trail as a list is.
/// </summary>
internal sealed class TakeProblem(Stores stores)
{
    /// <returns>A zip of the folder, or 404 for a plan that is not there.</returns>
    public async Task<IResult> Answer(HttpContext http, Guid planId)
    {
        await using var store = await stores.Open(http.RequestAborted);
        if (await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, http.RequestAborted) is not { } plan) return Results.NotFound();
        var problem = (await PlanProblems.Read(store, plan, pinnedOnly: true, http.RequestAborted)).Problem;
        var folder = Directory.CreateTempSubdirectory("muster-problem-");
        try
        {
            ProblemFolder.Write(problem, folder.FullName);
            var packed = new MemoryStream();
            await ZipFile.CreateFromDirectoryAsync(folder.FullName, packed, http.RequestAborted);
            packed.Position = 0;
            await TakenList.Record(http, TakenList.Mark(http), "problem", problem.People.Length);
            return Results.Stream(packed, "application/zip", $"problem-{plan.Id:n}.zip");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
