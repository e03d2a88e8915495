using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.People;
using Muster.Placements.Cards.Links;
using Muster.Platform.Privacy;
using Muster.Platform.Storage;

namespace Muster.Rehearsal.Crawl;

/// <summary>A value that stands nowhere but in one field of one record.</summary>
/// <param name="Contact">Its record is of somebody whom cards name as the one to report to.</param>
public sealed record Canary(PersonalField Field, string Value, bool Contact = false);

/// <summary>
/// Puts a value of its own into each field of the catalogue that holds text and stands in a record of the sample; secrets are watched for as they
/// are. What cannot be given a value of its own is told in <see cref="Unplanted"/>.
/// </summary>
public sealed class Canaries(IServiceProvider services)
{
    /// <summary>An account that nobody signs in with: who does, sees the own name everywhere.</summary>
    public const string Watched = "watched";

    private readonly List<Canary> _all = [];

    public IReadOnlyList<Canary> All => _all;

    /// <summary>Fields without a canary: codes and references, which say nothing unless one knows the record, and tables without a row.</summary>
    public List<string> Unplanted { get; } = [];

    /// <param name="person">Serves somewhere and is nobody's contact.</param>
    /// <param name="contact">Is named on cards.</param>
    /// <param name="link">The personal link of <paramref name="person"/>; its address is answered.</param>
    public async Task<string> Plant(Guid person, Guid contact, Guid link, CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        var sql = store.Sql;
        await Numbers(store, person, "11010519491231002X", "13999170001", contact: false, stop);
        await Numbers(store, contact, "110105194912310038", "13999170002", contact: true, stop);
        foreach (var field in Catalogue.Fields.Where(f => f.Table != "person_identity"))
        {
            var property = store.Model.GetEntityTypes().First(e => e.GetTableName() == field.Table).GetProperties().First(p => p.GetColumnName() == field.Column);
            if (field.Class == FieldClass.Secret) await Watch(sql, field, property.ClrType, stop);
            else if (property.ClrType == typeof(string) && field.Kept == FieldKeeping.Plain && !Coded.Contains(field.Name)) await Write(sql, field, person, stop);
            else Unplanted.Add(field.Name);
        }
        var secret = services.GetRequiredService<LinkSecrets>().Of(link);
        _all.Add(new Canary(Catalogue.Fields.First(f => f.Name == "personal_link.token_hash"), secret));
        return secret;
    }

    /// <summary>Text that is a code of the program's own, or JSON that it reads: another value would be no record any more.</summary>
    private static readonly HashSet<string> Coded = ["person.origin", "person.political_status", "person_limit.kind", "person_merge.before", "person_review.candidates", "people_export_asked.filter",
        "job_run.result", "sign_in_lock.key", "audit_entry.actor", "audit_entry.address", "account.name", "person.pinyin", "person.initials"];

    private async Task Numbers(Store store, Guid person, string number, string phone, bool contact, CancellationToken stop)
    {
        var identities = services.GetRequiredService<Identities>();
        var identity = await store.Set<PersonIdentity>().SingleAsync(i => i.PersonId == person, stop);
        identities.SetIdNumber(identity, number);
        identities.SetPhone(identity, phone);
        await store.SaveChangesAsync(stop);
        PersonalField Of(string column) => Catalogue.Fields.First(f => f.Name == "person_identity." + column);
        _all.AddRange([new Canary(Of("sealed_id_number"), number, contact), new Canary(Of("sealed_phone"), phone, contact), new Canary(Of("data_key"), System.Convert.ToBase64String(identity.DataKey!)),
            new Canary(Of("data_key"), System.Convert.ToHexStringLower(identity.DataKey!)), new Canary(Of("id_hash"), System.Convert.ToHexStringLower(identity.IdHash!)), new Canary(Of("phone_hash"), System.Convert.ToHexStringLower(identity.PhoneHash!))]);
    }

    /// <summary>Where the table is about people, in this person's row; else in whichever comes first.</summary>
    private async Task Write(Sql sql, PersonalField field, Guid person, CancellationToken stop)
    {
        var value = $"Cnry{_all.Count:d3}x{field.Column.Replace("_", "", StringComparison.Ordinal)}";
        var whose = field.Name == "account.display_name" ? "name = '" + Watched + "'" : field.Table == "person" ? "id = @p" : Personal.Contains(field.Table) ? "person_id = @p" : null;
        var changed = whose is null
            ? await sql.Run($"update {field.Table} set {field.Column} = @v where {field.Column} = (select min({field.Column}) from {field.Table} where {field.Column} is not null and {field.Column} not like 'Cnry%')", stop, ("@v", value))
            : await sql.Run($"update {field.Table} set {field.Column} = @v where {whose}", stop, ("@v", value), ("@p", person));
        if (changed == 0) Unplanted.Add(field.Name);
        else _all.Add(new Canary(field, value));
    }

    private static readonly HashSet<string> Personal = ["person_skill", "person_limit", "person_history", "person_review"];

    private async Task Watch(Sql sql, PersonalField field, Type type, CancellationToken stop)
    {
        var values = await sql.List($"select {field.Column} from {field.Table} where {field.Column} is not null limit 20", row => type == typeof(string) ? row.Text(0) : System.Convert.ToHexStringLower(row.Bytes(0)), stop);
        if (values.Count == 0) Unplanted.Add(field.Name);
        _all.AddRange(values.Where(v => v.Length >= 16).Select(v => new Canary(field, v)));
    }
}
