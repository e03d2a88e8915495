using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.People.Agencies;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.People.Pages;

/// <summary>From a dropped file to people: what its columns mean, a rehearsal with counts, the import, and what became of every row.</summary>
internal static class ImportPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/people/import", async (ImportQueries imports, CancellationToken stop) => Html.Of<ImportPage>(new { Input = FormInput.Blank(), Latest = await imports.Latest(10, stop) }));
        routes.MapForm("/people/import", async (HttpContext http, Uploads uploads, ImportQueries imports, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                if (input.Files is not [var file, ..]) throw new Refused("upload-missing", "请选择一个文件。", "Choose a file.", "File");
                await using var content = file.OpenReadStream();
                var id = await uploads.Take(content, file.FileName, Permission.EditPeople, view.Actor, http.RequestAborted);
                return Html.To(http, $"/people/import/{id}" + (string.IsNullOrWhiteSpace(input["Agency"]) ? "" : "?agency=" + Uri.EscapeDataString(input["Agency"]!.Trim())));
            }
            catch (Refused refused)
            {
                return Html.Of<ImportPage>(new { Input = input.With(refused.Rules), Latest = await imports.Latest(10, http.RequestAborted) }, 422);
            }
        }).WithMetadata(new Uploads.FormSize());
        routes.MapPage("/people/import/{file:guid}", async (Guid file, string? agency, Uploads uploads, PeopleImports imports, CancellationToken stop) =>
            await Mapping(file, FormInput.Blank(("Agency", agency)), new FileChoices(Agency: agency), uploads, imports, stop));
        routes.MapForm("/people/import/{file:guid}", async (Guid file, HttpContext http, Uploads uploads, PeopleImports imports, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                var choices = await Choices(file, input, imports, http.RequestAborted);
                if (input["go"] is not ("try" or "import")) return await Mapping(file, input, choices, uploads, imports, http.RequestAborted);
                var job = await imports.Start(file, choices, dryRun: input["go"] == "try", view.Actor, http.RequestAborted);
                return input["go"] == "try" ? Html.To(http, $"/people/import/{file}/try/{job}") : Html.To(http, $"/people/imports/run/{job}");
            }
            catch (Refused refused)
            {
                return await Mapping(file, input.With(refused.Rules), new FileChoices(), uploads, imports, http.RequestAborted);
            }
        });
        routes.MapPage("/people/import/{file:guid}/try/{job:guid}", async (Guid file, Guid job, JobBoard jobs, CancellationToken stop) =>
            await jobs.Find(job, stop) is { } view ? (IResult)Html.Of<ImportRunPage>(new { Job = view, File = (Guid?)file }) : Results.NotFound());
        routes.MapPage("/people/imports/run/{job:guid}", async (Guid job, JobBoard jobs, CancellationToken stop) =>
            await jobs.Find(job, stop) is { } view ? (IResult)Html.Of<ImportRunPage>(new { Job = view }) : Results.NotFound());
        routes.MapPage("/people/imports/{id:guid}", async (Guid id, string? sheet, int? row, ImportQueries imports, AgencyQueries agencies, CancellationToken stop) =>
            await imports.Find(id, stop) is { } import ? await Shown(import, sheet, row, FormInput.Blank(), imports, agencies, 200, stop) : Results.NotFound());
        routes.MapForm("/people/imports/{id:guid}/refused", async (Guid id, HttpContext http, ImportQueries queries, AgencyQueries agencies, PeopleImports imports, Desk desk) =>
        {
            var input = await FormInput.Read(http);
            if (await queries.Find(id, http.RequestAborted) is not { } import) return Results.NotFound();
            try
            {
                return await ImportEndpoints.InFull(import, input["Reason"] ?? "", input.WriteId, imports, desk, http);
            }
            catch (Refused refused)
            {
                return await Shown(import, null, null, input.With(refused.Rules), queries, agencies, 422, http.RequestAborted);
            }
        });
    }

    private static async Task<IResult> Shown(ImportView import, string? sheet, int? row, FormInput input, ImportQueries imports, AgencyQueries agencies, int status, CancellationToken stop) => Html.Of<ImportResultPage>(new
    {
        Import = import, Erased = imports.IsErased(import), Refused = await imports.Refused(import.Id, sheet ?? "", row ?? 0, 100, stop), Input = input,
        Agencies = (await agencies.List(new AgencyFilter(Import: import.Id), null, 20, stop)).Agencies,
    }, status);

    private static async Task<IResult> Mapping(Guid file, FormInput input, FileChoices choices, Uploads uploads, PeopleImports imports, CancellationToken stop)
    {
        try
        {
            var kept = await uploads.Find(file, stop);
            return Html.Of<ImportMappingPage>(new { File = file, kept.Name, Sheets = await imports.Preview(file, choices, stop), Input = input }, input.Broken.Count > 0 ? 422 : 200);
        }
        catch (Refused refused)
        {
            return Html.Of<ImportPage>(new { Input = input.With(refused.Rules), Latest = Array.Empty<ImportView>() }, 422);
        }
    }

    /// <summary>What the form says about each column, laid over what was guessed.</summary>
    private static async Task<FileChoices> Choices(Guid file, FormInput input, PeopleImports imports, CancellationToken stop)
    {
        if (!input.Fields.Contains(FieldName(0, 0), StringComparer.Ordinal) && !input.Fields.Contains("Origin", StringComparer.OrdinalIgnoreCase)) return imports.LastChoices(file);
        var chosen = new Dictionary<string, Mapping>(StringComparer.Ordinal);
        var sheets = await imports.Preview(file, new FileChoices(Agency: input["Agency"]), stop);
        for (var s = 0; s < sheets.Count; s++)
        {
            var mapping = sheets[s].Sheet.Mapping;
            foreach (var column in mapping.Columns)
                if (Enum.TryParse<PersonField>(input[FieldName(s, column.Column)], out var field) && field != column.Field) mapping = mapping.With(column.Column, field);
            // The guess may take a row of headers for a person when it knows only one of its words.
            if (int.TryParse(input[HeaderName(s)], out var header) && header >= 0) mapping = mapping with { HeaderRow = header };
            chosen[sheets[s].Sheet.Name] = mapping;
        }
        return new FileChoices(Enum.TryParse<Origin>(input["Origin"], out var origin) ? origin : null, input["Agency"], chosen);
    }

    public static string HeaderName(int sheet) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"h{sheet}");

    public static string FieldName(int sheet, int column) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{sheet}-{column}");
}
