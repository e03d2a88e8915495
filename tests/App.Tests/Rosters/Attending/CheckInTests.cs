using System.Net;
using System.Net.Http.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Emergencies;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Doors;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.App.Tests.Rosters.Attending;

public sealed class CheckInTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_many_send_at_once_is_one_commit_with_an_entry_each_and_one_that_is_refused_leaves_its_neighbours(Engine engine)
    {
        await using var relief = await Relief.Make(engine);
        var town = relief.Town;
        var links = await town.Number("select count(*) from audit_link");
        var entries = await town.Number("select count(*) from audit_entry");
        var come = new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts - Minute);
        var answers = await relief.Send(relief.Say(0, come), relief.Say(3, come), relief.Say(1, come with { PostId = Guid.CreateVersion7() }), relief.Say(2, come));
        Assert.Equal([null, "no-place", "post-unknown", null], answers.Select(a => a.Broken.Count == 0 ? null : a.Broken[0].Code));
        Assert.Equal(relief.Members[0].Shift, answers[0].Outcome!.ShiftId);
        Assert.Equal(2, await town.Number("select count(*) from attendance where state = 'Accepted'"));
        Assert.Equal(links + 1, await town.Number("select count(*) from audit_link"));
        Assert.Equal(entries + 4, await town.Number("select count(*) from audit_entry"));
        Assert.Equal(2, await town.Number("select count(*) from audit_entry e join attendance t on t.id = e.write_id and t.id = e.subject_id where e.act = 'CheckIn' and e.result = 'Done'"));
        Assert.True((await town.Test.Get<VerifyTrail>().Verify(default)).Ok);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_same_id_is_the_same_check_in_and_another_content_under_it_is_refused(Engine engine)
    {
        await using var relief = await Relief.Make(engine);
        var id = Guid.CreateVersion7();
        var said = relief.Say(1, new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts), id);
        var other = relief.Say(1, new CheckIn(AttendanceKind.Out, AttendanceHow.Button, relief.Starts), id);
        var together = await relief.Send(said, said, other);
        relief.Town.Test.Clock.Advance(Minute);
        var later = await relief.Send(said, other);
        Assert.Equal(together[0].Outcome, together[1].Outcome);
        Assert.Equal(together[0].Outcome, later[0].Outcome);
        Assert.Equal(["write-id-reused", "write-id-reused"], [together[2].Broken[0].Code, later[1].Broken[0].Code]);
        Assert.Equal(1, await relief.Town.Number("select count(*) from attendance"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task It_is_judged_by_what_was_in_force_at_its_time_and_held_for_the_host_where_that_does_not_fit(Engine engine)
    {
        await using var relief = await Relief.Make(engine);
        var town = relief.Town;
        var come = new CheckIn(AttendanceKind.In, AttendanceHow.Button, relief.Starts);
        await town.Test.Do(new Muster.Placements.EndPlacements(town.Emergency, [relief.Members[2].Person], town.Now, "单位调回"));
        await town.Run("update shift set state = 'Ended' where person_id = @p", ("@p", relief.Members[2].Person));
        await town.Test.Do(new CloseEmergency(town.Emergency, "结束", (await Version(town))));
        town.Test.Clock.Advance(TimeSpan.FromDays(2));
        var answers = await relief.Send(
            relief.Say(0, come with { DeviceAt = relief.Starts - Minute }),
            relief.Say(0, come with { Kind = AttendanceKind.Out, DeviceAt = relief.Starts + Minute }),
            relief.Say(2, come with { DeviceAt = relief.Starts - Minute }),
            relief.Say(1, come with { DeviceAt = relief.Starts - Minute }, signed: false),
            relief.Say(1, come with { DeviceAt = town.Now + TimeSpan.FromHours(1) }));
        Assert.Equal([null, HeldFor.EmergencyClosed, null, HeldFor.Unsigned, HeldFor.ClockAhead], answers.Select(a => a.Outcome!.Reason));
        Assert.Equal(3, await town.Number("select count(*) from attendance where state = 'Held' and area_id = @a", ("@a", town.Communities[0].Id)));
    }

    private static async Task<int> Version(Placements.Town town)
    {
        await using var store = await town.Test.Stores.Open();
        return (await store.FindAsync<Emergency>([town.Emergency]))!.Version;
    }

    [Fact]
    public async Task ASVS_15_2_2_Over_HTTP_somebody_signed_in_sends_one_or_a_list_also_while_files_are_made_and_a_stranger_nothing()
    {
        await using var relief = await Relief.Make(Engine.Sqlite);
        // A cookie that stays for days would be over by the computer's own clock; one of a managing role goes with the browser.
        await relief.Town.Test.Do(new GiveRole(relief.Members[1].Account, Role.Reader, null, null, null, null, "test"));
        await using var served = await Served.Of(relief.Town.Test, network: true);
        using var stranger = served.Visitor();
        using var member = await served.SignedIn("member1");
        var token = await Served.Token(member, "/me");
        async Task<HttpResponseMessage> Post(HttpClient who, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/check-ins") { Content = JsonContent.Create(body) };
            request.Headers.Add("Muster-Antiforgery", token);
            return await who.SendAsync(request);
        }
        var said = relief.Say(1, new CheckIn(AttendanceKind.In, AttendanceHow.Code, relief.Starts, PostId: relief.Post, Code: relief.Keys.CodeOf(relief.Post)));
        var sent = new SentCheckIn(said.WriteId.Value, said.Act.Kind, said.Act.How, said.Act.DeviceAt, PostId: said.Act.PostId, Code: said.Act.Code, Device: said.Act.Device, Signature: said.Act.Signature);
        var wrong = sent with { Id = Guid.CreateVersion7(), Code = "000000" };
        using (var refused = await Post(stranger, sent)) Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        // All turns to make a file are taken: who asks for one waits in line, or beyond it is told to come again; check-ins do not.
        var files = served.Services.GetRequiredKeyedService<RateLimiter>(typeof(CostlyAnswers));
        using var making = files.AttemptAcquire(CostlyAnswers.AtOnce);
        var waiting = served.Client.GetAsync("/people/export");
        while (files.GetStatistics()!.CurrentQueuedCount == 0 && !waiting.IsCompleted) await Task.Delay(10);
        using (var one = await Post(member, sent)) Assert.Equal("Accepted", (await Relief.Json(one))[0].GetProperty("outcome").GetProperty("state").GetString());
        using (var list = await Post(member, new[] { sent, wrong }))
        {
            var answers = await Relief.Json(list);
            Assert.Equal("Accepted", answers[0].GetProperty("outcome").GetProperty("state").GetString());
            Assert.Equal("Unsigned", answers[1].GetProperty("outcome").GetProperty("reason").GetString());
        }
        Assert.False(waiting.IsCompleted);
        var line = Enumerable.Range(1, CostlyAnswers.WaitingMost - 1).Select(_ => files.AcquireAsync(1).AsTask()).ToList();
        using (var beyond = await served.Client.GetAsync("/people/export")) Assert.Equal(HttpStatusCode.TooManyRequests, beyond.StatusCode);
        making.Dispose();
        using (var made = await waiting) Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        foreach (var turn in line) (await turn).Dispose();
        using (var many = await Post(member, Enumerable.Repeat(sent, 201))) Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        using (var none = await Post(member, new { hello = 1 })) Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        Assert.Equal(2, await relief.Town.Number("select count(*) from attendance"));
    }
}
