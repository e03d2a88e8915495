using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Needs;
using Muster.Organisation;
using Muster.People;
using Muster.Placements;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Muster.Territory;
using Origin = Muster.People.Origin;

namespace Muster.App.Tests.Placements.Cards;

/// <summary>
/// A published plan of the size of Heping: 6 streets, 64 communities, 430 posts, 3,224 people (invented), a secretary in each community;
/// 12 people in reserve, one gap. Rows go straight into the store: what is tested here begins after publication.
/// </summary>
internal sealed class District : IAsyncDisposable
{
    public const int Streets = 6, Communities = 64, Posts = 430, People = 3_224, Reserve = 12;

    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹";
    private const string Given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文斌";

    public required TestInstallation Test { get; init; }
    public Guid Plan { get; } = Guid.CreateVersion7();
    public Guid Emergency { get; } = Guid.CreateVersion7();
    public List<Area> Areas { get; } = [];
    public List<Person> Persons { get; } = [];

    /// <summary>One name begins like a formula, one has a rare character, one a middle dot.</summary>
    public static string Name(int i) => i switch
    {
        0 => "=HYPERLINK(1)",
        1 => "𠮷田",
        2 => "阿依古丽·买买提",
        _ => $"{Surnames[i % 30]}{Given[i / 30 % 30]}{(i / 900 % 4 == 0 ? "" : Given[(i * 7) % 30])}",
    };

    public static async Task<District> Make(Engine engine)
    {
        var district = new District { Test = await TestInstallation.Make(engine) };
        await district.Fill();
        return district;
    }

    /// <summary>The same installation behind HTTP; the client comes over the socket, as its owner.</summary>
    public async Task<(WebApplication App, HttpClient Owner, HttpClient Stranger)> Serve()
    {
        var app = await MusterHost.Build(Test.Installation, ["http://127.0.0.1:0"], quiet: true, default, services => services.AddSingleton<TimeProvider>(Test.Clock));
        await app.StartAsync();
        var address = new Uri(app.Urls.Single(u => u.StartsWith("http://127", StringComparison.Ordinal)));
        var owner = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Test.Installation.SocketPath), stop);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = new Uri("http://muster") };
        return (app, owner, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address });
    }

    private async Task Fill()
    {
        var now = Test.Clock.Now;
        var root = Area(null, AreaLevel.County, "和平区", AreaPath.Child("", 0));
        var streets = Enumerable.Range(0, Streets).Select(i => Area(root, AreaLevel.Street, "劝业场 小白楼 五大道 新兴 南营门 南市".Split(' ')[i] + "街道", AreaPath.Child(root.Path, i))).ToList();
        var communities = Enumerable.Range(0, Communities).Select(i => Area(streets[i % Streets], AreaLevel.Community,
            $"{Given[i % 30]}{Given[(i / 2) % 30]}{(i < 30 ? "里" : "园")}社区", AreaPath.Child(streets[i % Streets].Path, i))).ToList();
        List<Post> posts = [];
        for (var i = 0; i < Posts; i++)
        {
            var area = communities[i % Communities];
            var number = (i / Communities) + 1;
            posts.Add(new Post
            {
                Id = Guid.CreateVersion7(), AreaId = area.Id, Name = $"{area.Name}{number}号门值守岗", Kind = "值守", Number = number.ToString("d2", CultureInfo.InvariantCulture), Minimum = 6, Target = 8,
                Duty = "查验出入证，测温登记，劝返无证人员，夜间不断岗。", Rules = "双人在岗；交班当面点清登记本和物资；发热人员不放行，立即报居委会。",
                Kit = "测温枪、登记本、口罩、手套、取暖器、对讲机", Address = $"{area.Name}{number}号门", ValidFrom = now.AddDays(-1), Version = 1,
            });
        }
        var agencies = Enumerable.Range(0, 40).Select(i => new Agency
        {
            Id = Guid.CreateVersion7(), Name = $"和平区第{i + 1}机关", ShortName = $"{i + 1}机关", Level = AgencyLevel.County, Source = "test", Version = 1,
        }).ToList();
        Persons.AddRange(Enumerable.Range(0, People + Reserve).Select(i => Person(Name(i), agencies[i % 40])));
        var secretaries = communities.Select((c, i) => Person($"书记{Given[i % 30]}", null)).ToList();
        await using var store = await Test.Stores.Open();
        await using var transaction = await store.Database.BeginTransactionAsync();
        foreach (var level in (IEnumerable<Area>[])[[root], streets, communities]) await store.Insert(level, default);
        await store.Insert(posts, default);
        await store.Insert(agencies, default);
        await store.Insert(Persons.Concat(secretaries), default);
        await store.Insert(secretaries.Select((p, i) => Test.Get<Identities>().Make(p.Id, null, null, $"139{i:d8}", null)).Concat(Persons.Select((p, i) => Test.Get<Identities>().Make(p.Id, null, null, $"138{i:d8}", null))), default);
        store.Add(new Emergency { Id = Emergency, Name = "一夜集结", Kind = EmergencyKind.Urgent, DocumentNumber = "津和委〔2020〕7号", AreaId = root.Id, CoveredLevel = AreaLevel.Community, OpenedAt = now, Version = 1 });
        await store.SaveChangesAsync();
        var seats = communities.Select(c => new Seat { Id = Guid.CreateVersion7(), EmergencyId = Emergency, AreaId = c.Id, Kind = SeatKind.HostSecretary, Title = "社区书记", Commands = true, Version = 1 }).ToList();
        await store.Insert(seats, default);
        await store.Insert(seats.Select((s, i) => new SeatHolding { Id = Guid.CreateVersion7(), SeatId = s.Id, PersonId = secretaries[i].Id, Place = Holder.A, StartsAt = now, Reason = "test" }), default);
        await store.Insert(posts.Select(p => new Demand { EmergencyId = Emergency, PlaceId = p.Id, PlaceKind = PlaceKind.Post, AreaId = p.AreaId, PostId = p.Id, Minimum = 6, Target = 8, Absorption = 12, Version = 1 }), default);
        store.Add(new Plan { Id = Plan, EmergencyId = Emergency, Name = "第一版", State = PlanState.Published, StartsAt = now.AddHours(12), MadeBy = "test", MadeAt = now, Version = 1 });
        await store.SaveChangesAsync();
        var publication = new Publication { Id = Guid.CreateVersion7(), PlanId = Plan, EmergencyId = Emergency, At = now, Actor = "test", Reason = "津和委〔2020〕7号", ContentHash = [1] };
        store.Add(publication);
        await store.SaveChangesAsync();
        var placements = Persons.Take(People).Select((p, i) => new Placement
        {
            Id = Guid.CreateVersion7(), EmergencyId = Emergency, PersonId = p.Id, AreaId = posts[i % Posts].AreaId, PostId = posts[i % Posts].Id, Role = KeepSolution.Member,
            StartsAt = now.AddHours(12), PublicationId = publication.Id, Reason = "near", MadeAt = now,
        }).ToList();
        await store.Insert(placements, default);
        await store.Insert(placements.Select(p => new PlanPlacement { PlanId = Plan, PersonId = p.PersonId, Id = p.Id, AreaId = p.AreaId, PostId = p.PostId, Role = p.Role, Reason = "near" }), default);
        await store.Insert(Persons.Skip(People).Select(p => new PlanReserve { PlanId = Plan, PersonId = p.Id, Code = "enough", Reason = "" }), default);
        await store.Insert([new PlanGap { PlanId = Plan, PlaceId = posts[0].Id, AreaId = posts[0].AreaId, PostId = posts[0].Id, Missing = 2, Reason = "too-few-people", Owner = "书记伟" }], default);
        await transaction.CommitAsync();

        Person Person(string name, Agency? agency) => new()
        {
            Id = Guid.CreateVersion7(), Name = name, NameTail = name, Pinyin = name, AgencyId = agency?.Id, Origin = Origin.County, JobTitle = agency is null ? null : "科员",
            Source = "test", CreatedAt = now, ChangedAt = now, Version = 1,
        };
    }

    private Area Area(Area? parent, AreaLevel level, string name, string path)
    {
        var area = new Area { Id = Guid.CreateVersion7(), ParentId = parent?.Id, Level = level, Name = name, ShortName = name, Path = path, ValidFrom = Test.Clock.Now.AddYears(-1), Version = 1 };
        Areas.Add(area);
        return area;
    }

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
