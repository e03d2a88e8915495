using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.Organisation.Contract;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Board;
using Muster.Rosters.Filling;
using Muster.Rosters.Pages;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;
using Muster.Rosters.Posts.Pages;

namespace Muster.Rosters;

/// <summary>Who stands at which post when: times of posts, shift patterns, rosters, leave and cover, attendance.</summary>
public sealed class RostersModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(RostersReading.Rules);
        services.AddSingleton<IListen<PersonDestroyed>, Leaving.DestroyLeave>();
        services.AddSingleton<PostTimeQueries>();
        services.AddSingleton<PatternQueries>();
        services.AddTableImport<ImportPostTimes>();
        services.AddTableImport<ImportHolidays>();
        services.AddSingleton<RosterQueries>();
        services.AddSingleton<FillRosters>();
        services.AddSingleton(RosterNotices.Published);
        services.AddSingleton(RosterNotices.Changed);
        services.AddSingleton(Leaving.AnswerLeave.Answered);
        services.AddSingleton(Leaving.AskOwnLeave.Asked);
        services.AddSingleton<Leaving.LeaveQueries>();
        services.AddSingleton(new JobEnd(nameof(FillRosters), typeof(FillEnd)));
        services.AddSingleton(new JobLive(nameof(FillRosters), typeof(FillLive), "rosters.fill.stop", "rosters.fill.stop.about"));
        services.AddSingleton(new NavItem("rosters", "nav.rosters", "/rosters", "roster", 75));
        services.AddSingleton(new EmergencyTab("rosters.title", "rosters", 70));
        services.AddSingleton(new RecordCard(RecordKind.Post, typeof(PostTimesCard), 5));
        Resting.RestPages.Add(services);
        Load.LoadPages.Add(services);
        Relief.ReliefPages.Add(services);
        Rotation.RotationPages.Add(services);
        Attending.AttendingParts.Add(services);
        Alarms.AlarmPages.Add(services);
        Handover.HandoverPages.Add(services);
        Observing.ObservingPages.Add(services);
        Field.FieldRoutes.Add(services);
        Swapping.SwapPages.Add(services);
        Wishes.WishPages.Add(services);
        Owed.OwedPages.Add(services);
        Opening.OpeningPages.Add(services);
        services.AddSingleton<IListen<PeopleLost>, Losing.FollowLosses>();
        services.AddSingleton<IListen<PeopleReturned>, Losing.FollowLosses>();
        services.AddSingleton<IListen<PeopleEnded>, Losing.FollowEnded>();
        services.AddPersonReferences(RosterReferences.All);
        services.AddSingleton<IAddToDossier, Losing.RosterInDossier>();
        services.AddSingleton(new ExposedTogether("select r.person_id, 'Shift', r.post_id from shift r where r.state = 'Published' and r.person_id is not null and r.starts_at <= @at and r.ends_at > @at",
            "select r.person_id, 'Shift', uuid_send(r.post_id) from shift r where r.state = 'Published' and r.person_id is not null and r.starts_at <= @at and r.ends_at > @at"));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        PostTimePages.Map(routes);
        PatternPages.Map(routes);
        RosterEndpoints.Map(routes);
        RosterPages.Map(routes);
        BoardPages.Map(routes);
        Leaving.LeavePages.Map(routes);
        Resting.RestPages.Map(routes);
        Load.LoadPages.Map(routes);
        Relief.ReliefPages.Map(routes);
        Rotation.RotationPages.Map(routes);
        Attending.AttendingParts.Map(routes);
        Alarms.AlarmPages.Map(routes);
        Handover.HandoverPages.Map(routes);
        Observing.ObservingPages.Map(routes);
        Field.FieldRoutes.Map(routes);
        Swapping.SwapPages.Map(routes);
        Wishes.WishPages.Map(routes);
        Owed.OwedPages.Map(routes);
        Opening.OpeningPages.Map(routes);
    }
}
