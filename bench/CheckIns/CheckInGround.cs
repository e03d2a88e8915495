using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.People;

using Muster.Platform.Access;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Rosters;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Territory;

namespace Muster.Bench.CheckIns;

/// <summary>A street whose people all have a turn now, and an account each; written straight into an empty store.</summary>
internal static class CheckInGround
{
    public const string Password = "four quiet words here";
    private const int PostsOfOne = 8;

    public static string Name(int person) => "member" + person;

    public static ServiceProvider Open(Installation installation)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Modules.Add(services);
        services.AddSingleton(installation);
        services.AddSingleton(_ => installation.OpenDatabase());
        services.AddSingleton(TimeProvider.System);
        return services.BuildServiceProvider();
    }

    /// <param name="relief">Also <c>leaving</c> and <c>coming</c>, whose turns at a post of their own follow one another ten minutes from now and who have one each in two and three days; and <c>observer</c>.</param>
    public static async Task Lay(Installation installation, int people, bool relief = false)
    {
        await using var provider = Open(installation);
        await Schema.Migrate(provider.GetRequiredService<Database>(), TimeProvider.System, default);
        await using var store = await provider.GetRequiredService<Stores>().Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        var now = TimeProvider.System.GetUtcNow();
        var began = now.AddHours(-1);
        var street = new Area { Id = Guid.CreateVersion7(), Level = AreaLevel.Street, Name = "样例街道", ShortName = "样例", Path = AreaPath.Child("", 0), ValidFrom = now.AddYears(-1) };
        var community = new Area { Id = Guid.CreateVersion7(), ParentId = street.Id, Level = AreaLevel.Community, Name = "样例社区", ShortName = "样例", Path = AreaPath.Child(street.Path, 0), ValidFrom = now.AddYears(-1) };
        var emergency = new Emergency { Id = Guid.CreateVersion7(), Name = "演练", Kind = EmergencyKind.Urgent, DocumentNumber = "试字〔2026〕1号", AreaId = street.Id, CoveredLevel = AreaLevel.Community, OpenedAt = now.AddDays(-2) };
        var agency = new Agency { Id = Guid.CreateVersion7(), Name = "样例局", ShortName = "样例局", Level = AgencyLevel.County, Source = "bench" };
        var posts = Enumerable.Range(0, PostsOfOne).Select(i => new Post { Id = Guid.CreateVersion7(), AreaId = community.Id, Name = $"{i + 1}号岗", Kind = "值守", Minimum = 1, Target = 1, ValidFrom = began }).ToList();
        var times = posts.Select(p => new PostTime { Id = Guid.CreateVersion7(), PostId = p.Id, Name = "白班", FromMinute = 0, Minutes = 1440, Needed = 1, Target = 1 }).ToList();
        var roster = new Roster { Id = Guid.CreateVersion7(), EmergencyId = emergency.Id, AreaId = community.Id, Name = "今日", StartsOn = DateOnly.FromDateTime(now.UtcDateTime), Days = relief ? 7 : 2, State = RosterState.Published, MadeAt = now, MadeBy = "bench" };
        foreach (var records in (object[][])[[street], [community], [agency, emergency, .. posts], [.. times, roster]])
        {
            store.AddRange(records);
            await store.SaveChangesAsync();
        }
        var hash = Accounts.HashPassword(Password);
        var all = Enumerable.Range(0, people).Select(i => new Person { Id = Guid.CreateVersion7(), Name = "样例" + i, NameTail = "例", AgencyId = agency.Id, Origin = Origin.County, Source = "bench", CreatedAt = now, ChangedAt = now }).ToList();
        var accounts = all.Select((p, i) => new Account { Id = Guid.CreateVersion7(), Name = Name(i), DisplayName = p.Name, PersonId = p.Id, PasswordHash = hash, PasswordAt = now, CreatedAt = now }).ToList();
        // The host answers for the community; here a password is enough.
        var host = new Account { Id = Guid.CreateVersion7(), Name = "host", DisplayName = "样例书记", PasswordHash = hash, PasswordAt = now, CreatedAt = now };
        store.AddRange(all);
        store.AddRange([.. accounts, host, new Setting { Key = SignInTerms.SecondFactorKey, Value = SignInTerms.Offered, ChangedAt = now }]);
        await store.SaveChangesAsync();
        store.Add(new RoleGrant { Id = Guid.CreateVersion7(), AccountId = host.Id, Role = Role.Host, Kind = RoleKind.Field, AreaId = community.Id, StartsAt = now.AddDays(-1), GivenBy = "bench", Reason = "bench" });
        store.AddRange(accounts.Select(a => new RoleGrant { Id = Guid.CreateVersion7(), AccountId = a.Id, Role = Role.Member, Kind = RoleKind.Field, AgencyId = agency.Id, StartsAt = now, GivenBy = "bench", Reason = "bench" }));
        store.AddRange(all.Select((p, i) => new Muster.Placements.Placement { Id = Guid.CreateVersion7(), EmergencyId = emergency.Id, PersonId = p.Id, AreaId = community.Id, PostId = posts[i % PostsOfOne].Id, Role = "Member", StartsAt = began, Reason = "bench", MadeAt = now }));
        store.AddRange(all.Select((p, i) => new Shift
        {
            Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = emergency.Id, PostId = posts[i % PostsOfOne].Id, PostTimeId = times[i % PostsOfOne].Id, AreaId = community.Id, PersonId = p.Id,
            Day = roster.StartsOn, StartsAt = began, EndsAt = now.AddHours(20), Leads = i == 0, State = ShiftState.Published,
        }));
        await store.SaveChangesAsync();
        if (relief) await LayRelief(store, emergency, community, agency, roster, hash, now);
        await transaction.CommitAsync();
    }

    private static async Task LayRelief(Store store, Emergency emergency, Area community, Agency agency, Roster roster, string hash, DateTimeOffset now)
    {
        var post = new Post { Id = Guid.CreateVersion7(), AreaId = community.Id, Name = "交接岗", Kind = "值守", Minimum = 1, Target = 1, ValidFrom = now.AddDays(-1) };
        var time = new PostTime { Id = Guid.CreateVersion7(), PostId = post.Id, Name = "白班", FromMinute = 480, Minutes = 480, Days = 255, Needed = 1, Target = 1 };
        store.Add(post);
        await store.SaveChangesAsync();
        store.Add(time);
        var people = ((string[])["leaving", "coming"]).Select((name, i) => new Person { Id = Guid.CreateVersion7(), Name = i == 0 ? "样例交班" : "样例接班", NameTail = "例", AgencyId = agency.Id, Origin = Origin.County, Source = "bench", CreatedAt = now, ChangedAt = now }).ToList();
        store.AddRange(people);
        Account[] accounts = [.. people.Select((p, i) => new Account { Id = Guid.CreateVersion7(), Name = i == 0 ? "leaving" : "coming", DisplayName = p.Name, PersonId = p.Id, PasswordHash = hash, PasswordAt = now, CreatedAt = now }),
            new Account { Id = Guid.CreateVersion7(), Name = "observer", DisplayName = "样例观察哨", PasswordHash = hash, PasswordAt = now, CreatedAt = now }];
        store.AddRange(accounts);
        await store.SaveChangesAsync();
        store.AddRange(accounts.Select((a, i) => new RoleGrant { Id = Guid.CreateVersion7(), AccountId = a.Id, Role = i < 2 ? Role.Member : Role.Observer, Kind = RoleKind.Field, AgencyId = i < 2 ? agency.Id : null, AreaId = i < 2 ? null : community.Id, StartsAt = now.AddDays(-1), GivenBy = "bench", Reason = "bench" }));
        store.AddRange(people.Select(p => new Muster.Placements.Placement { Id = Guid.CreateVersion7(), EmergencyId = emergency.Id, PersonId = p.Id, AreaId = community.Id, PostId = post.Id, Role = "Member", StartsAt = now.AddDays(-1), Reason = "bench", MadeAt = now }));
        var change = now.AddMinutes(10);
        foreach (var (person, i) in people.Select((p, i) => (p, i)))
        {
            var day = WorkDays.Of(now).AddDays(2 + i);
            foreach (var (on, from, to) in ((DateOnly, DateTimeOffset, DateTimeOffset)[])[(WorkDays.Of(now), i == 0 ? now.AddHours(-4) : change, i == 0 ? change : change.AddHours(4)), (day, WorkDays.At(day, time.FromMinute), WorkDays.At(day, time.FromMinute + time.Minutes))])
                store.Add(new Shift { Id = Guid.CreateVersion7(), RosterId = roster.Id, EmergencyId = emergency.Id, PostId = post.Id, PostTimeId = time.Id, AreaId = community.Id, PersonId = person.Id, Day = on, StartsAt = from, EndsAt = to, State = ShiftState.Published });
        }
        await store.SaveChangesAsync();
    }
}
