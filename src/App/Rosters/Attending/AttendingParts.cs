using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Rosters.Attending.Pages;

namespace Muster.Rosters.Attending;

/// <summary>Attendance as part of the module: check-ins, roll call, who is here.</summary>
internal static class AttendingParts
{
    public static IEnumerable<ReadRule> Rules => [ReadRule.Where("attendance", "t.area_id in (select id from area) or t.person_id in (select id from own_person)")];

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(Rules);
        services.AddSingleton<CheckInKeys>();
        services.AddSingleton<JudgeCheckIns>();
        services.AddSingleton<CheckInQueue>();
        services.AddSingleton<AttendanceQueries>();
        services.AddSingleton(new RecordCard(RecordKind.Post, typeof(PostCodeCard), 6));
        services.AddSingleton(new NavItem("attendance", "nav.attendance", "/attendance", "arrival", 76));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        CheckInRoutes.Map(routes);
        AttendancePages.Map(routes);
    }
}
