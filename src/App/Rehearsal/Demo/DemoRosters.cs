using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Rosters;
using Muster.Rosters.Filling;
using Muster.Rosters.Patterns;

namespace Muster.Rehearsal.Demo;

/// <summary>The rosters that the demo published: every band of every post is covered or its hole explained.</summary>
/// <param name="Bands">Bands on their days.</param>
/// <param name="Explained">Bands that are short, each with the reason of every person there.</param>
/// <param name="Findings">Hard rules that the check, which does not use the optimiser, found broken.</param>
public sealed record DemoRoster(int Posts, int Days, int Rosters, int Turns, int People, int Bands, int Covered, int Explained, int Findings, double Seconds);

/// <summary>Sets times from the templates of the kinds of post, makes, fills and publishes a roster of a fortnight for each community.</summary>
internal sealed class DemoRosters(IServiceProvider services, Actor actor)
{
    private const int Days = 14;

    /// <summary>For each community: enough for every band that can be covered; more would only be fairer. Steps, so that a busy machine gets no worse rosters.</summary>
    private const long StepsEach = 300;

    private readonly Desk _desk = services.GetRequiredService<Desk>();

    public async Task<DemoRoster?> Run(Guid emergency, Guid top, DateTimeOffset order, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var set = await _desk.Do(new ApplyPattern(top), WriteId.New(), actor, stop);
            var made = await _desk.Do(new MakeRosters(emergency, WorkDays.Of(order).AddDays(1), Days), WriteId.New(), actor, stop);
            await services.GetRequiredService<FillRosters>().Run(made, new FillOptions(Steps: StepsEach), actor, WriteId.New(), null, stop);
            var published = await _desk.Do(new PublishRosters(made), WriteId.New(), actor, stop);
            var findings = 0;
            foreach (var id in made) findings += RosterCheck.Of((await services.GetRequiredService<RosterQueries>().Ground(id, stop))!).Findings.Count;
            return new DemoRoster(set.Set + set.Kept, Days, published.Rosters, published.Turns, published.People, published.Bands, published.Covered, published.Holes, findings, clock.Elapsed.TotalSeconds);
        }
        catch (Refused none) when (none.Rules[0].Code is "posts-none" or "times-none")
        {
            return null;
        }
    }
}
