using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Importing.Pages;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Importing;

/// <summary>What a module says of an import of its own: its page and its route of the API.</summary>
/// <param name="Title">Keys of texts, as are the others.</param>
public sealed record TableImportPlace(string Page, string Api, string Nav, string Title, string About, string Hint);

/// <summary>The pages and routes of imports of tables; a module maps its own with <see cref="MapTableImport"/>.</summary>
public static class TableImportRoutes
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>
    /// A page that takes a file, one that shows what its columns mean and lets that be corrected, tried and imported, and POST of the API with
    /// the file as the body, <c>?name=</c> and <c>&amp;dryRun=true</c>.
    /// </summary>
    /// <param name="make">Of the request (its route has an emergency's id), the file's name and hash, and whether it is a dry run.</param>
    public static void MapTableImport(this IEndpointRouteBuilder routes, TableImportPlace place, Func<HttpRequest, string, string, bool, ImportTable> make)
    {
        routes = routes.ForEverything();
        routes.MapPage(place.Page, (HttpContext http) => Page(place, http, FormInput.Blank()));
        routes.MapForm(place.Page, async (HttpContext http, Uploads uploads) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                if (input.Files is not [var file, ..]) throw new Refused("file-missing", "请选择文件。", "Choose a file.", "File");
                await using var stream = file.OpenReadStream();
                var id = await uploads.Take(stream, file.FileName, make(http.Request, file.FileName, "", false).Needs, Acting.Of(http), http.RequestAborted);
                return Html.To(http, $"{http.Request.Path}/{id}");
            }
            catch (Refused refused)
            {
                return Page(place, http, input.With(refused.Rules), 422);
            }
        }).WithMetadata(new Uploads.FormSize());
        routes.MapPage(place.Page + "/{file:guid}", (Guid file, HttpContext http, TableImports imports) => Columns(place, file, http, imports, make, null, FormInput.Blank()));
        routes.MapForm(place.Page + "/{file:guid}", async (Guid file, HttpContext http, TableImports imports) =>
        {
            var input = await FormInput.Read(http);
            var chosen = Chosen(input);
            try
            {
                if (input["go"] is not ("try" or "import") || chosen.Columns is null) return await Columns(place, file, http, imports, make, chosen, input);
                Refused.Where(Twice(input));
                var sheet = await imports.Preview(file, (name, hash) => make(http.Request, name, hash, true), chosen, http.RequestAborted);
                sheet.RefuseUnless();
                return Html.To(http, $"/jobs/{await imports.Start(file, (name, hash) => make(http.Request, name, hash, input["go"] == "try"), chosen, input.WriteId, Acting.Of(http), http.RequestAborted)}");
            }
            catch (Refused refused)
            {
                return await Columns(place, file, http, imports, make, chosen, input.With(refused.Rules));
            }
        });
        routes.MapPost(place.Api, (string? name, bool? dryRun, HttpContext http, TableImports imports) => Routes.Answer(async () =>
        {
            Uploads.Lift(http);
            return new
            {
                job = await imports.Start(http.Request.Body, name ?? "table", (file, hash) => make(http.Request, file, hash, dryRun ?? false),
                    Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New(), Acting.Of(http), http.RequestAborted),
            };
        })).RequireAuthorization(Policies.SignedInOrLocal);
    }

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapForm("/imports/{rehearsal:guid}/carry", async (Guid rehearsal, HttpContext http, TableImports imports) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                return Html.To(http, $"/jobs/{await imports.Carry(rehearsal, input.WriteId, Acting.Of(http), http.RequestAborted)}");
            }
            catch (Refused)
            {
                return Html.To(http, $"/jobs/{rehearsal}");
            }
        });
        routes.MapPost("/api/imports/{rehearsal:guid}/carry", (Guid rehearsal, HttpContext http, TableImports imports) =>
            Routes.Answer(async () => new { job = await imports.Carry(rehearsal, WriteId.New(), Acting.Of(http), http.RequestAborted) })).RequireAuthorization(Policies.SignedInOrLocal);
        routes.MapGet("/api/imports/{job:guid}/refused.xlsx", async (Guid job, JobBoard jobs, TableImports imports, HttpContext http) =>
        {
            if (await jobs.Find(job, http.RequestAborted) is not { } view || TableImports.Report(view) is not { } report) return Results.NotFound();
            var name = Path.GetFileNameWithoutExtension(view.Label) + "-退回.xlsx";
            return await Workbook(http, name, async output =>
            {
                await imports.WriteRefused(report, output, http.RequestAborted);
                await TakenList.Record(http, TakenList.Mark(http), "refused", report.Refused);
            });
        }).RequireAuthorization(Policies.SignedInOrLocal);
    }

    /// <summary>Spreadsheets are written whole to a scratch file first: one that fails half-way is an error, not a short file.</summary>
    internal static async Task<IResult> Workbook(HttpContext http, string name, Func<Stream, Task> write)
    {
        using var turn = await CostlyAnswers.Turn(http);
        if (!turn.IsAcquired) return RequestLimits.Refuse(http);
        var scratch = ScratchFile.Create();
        try
        {
            await write(scratch);
            scratch.Position = 0;
        }
        catch (Refused refused)
        {
            await scratch.DisposeAsync();
            return Results.Json(new { refused = refused.Rules }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
        http.Response.Headers.ContentDisposition = DownloadName.Header(name);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Stream(scratch, Xlsx);
    }

    internal static string ColumnName(int column) => string.Create(CultureInfo.InvariantCulture, $"c{column}");

    private static IResult Page(TableImportPlace place, HttpContext http, FormInput input, int status = 200) =>
        Html.Of<TableImportPage>(new { Input = input, Place = place, Address = http.Request.Path.Value! }, status);

    private static async Task<IResult> Columns(TableImportPlace place, Guid file, HttpContext http, TableImports imports, Func<HttpRequest, string, string, bool, ImportTable> make, ChosenColumns? chosen, FormInput input)
    {
        var address = http.Request.Path.Value!;
        try
        {
            ImportTable? act = null;
            var sheet = await imports.Preview(file, (name, hash) => act = make(http.Request, name, hash, true), chosen, http.RequestAborted);
            return Html.Of<TableColumnsPage>(new { Input = input, Place = place, Address = address, Sheet = sheet, act!.Shapes, Name = act.FileName }, input.Broken.Count > 0 ? 422 : 200);
        }
        catch (Refused refused)
        {
            return Html.Of<TableImportPage>(new { Input = input.With(refused.Rules), Place = place, Address = address[..address.LastIndexOf('/')] }, 422);
        }
    }

    /// <summary>What the form says; another table or header row than was shown is read anew.</summary>
    private static ChosenColumns Chosen(FormInput input)
    {
        var (table, header) = (input["table"], int.TryParse(input["header"], NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0);
        if (table != input["shownTable"] || header.ToString(CultureInfo.InvariantCulture) != input["shownHeader"]) return new(table, header, null);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (column, field) in Fields(input)) columns.TryAdd(field, column);
        return new(table, header, columns);
    }

    private static IEnumerable<Broken> Twice(FormInput input) => Fields(input).GroupBy(f => f.Field, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g =>
    {
        var where = string.Join('、', g.Select(f => CellAddress.ColumnName(f.Column)));
        return new Broken("column-twice", $"{where} 列被选为同一内容，请只留一列。", $"Columns {where} are given the same meaning: leave one.");
    });

    private static IEnumerable<(int Column, string Field)> Fields(FormInput input) =>
        from name in input.Fields
        where name.Length > 1 && name[0] == 'c' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        let column = int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture)
        orderby column
        where input[name] is not null
        select (column, input[name]!);
}
