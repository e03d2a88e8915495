using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;

namespace Muster.App.Tests.Platform.Ui;

public sealed class BindingTests
{
    private sealed record Opening(string Name, int People, JobState Kind, DateOnly Starts, DateTimeOffset? At, bool Told, Guid[] Areas, string? Remark, Guid Id);

    [Fact]
    public async Task A_form_becomes_the_act_whose_parameters_its_fields_name()
    {
        var area = Guid.CreateVersion7();
        var input = await Read(("name", " 和平区下沉 "), ("people", "３，224"), ("kind", "done"), ("starts", "2020-02-17"), ("at", "2020-02-17T20:00"),
            ("told", "on"), ("areas", area.ToString()), ("areas", ""), ("remark", " "));
        var id = Guid.CreateVersion7();

        var (act, broken) = Binding.To<Opening>(input, ("Id", id));

        Assert.Empty(broken);
        Assert.Equal(("和平区下沉", 3224, JobState.Done, new DateOnly(2020, 2, 17), true, (string?)null, id),
            (act!.Name, act.People, act.Kind, act.Starts, act.Told, act.Remark, act.Id));
        Assert.Equal(new DateTimeOffset(2020, 2, 17, 12, 0, 0, TimeSpan.Zero), act.At);
        Assert.Equal([area], act.Areas);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_at_its_field_and_stays_as_typed()
    {
        var input = await Read(("name", ""), ("people", "many"), ("kind", "often"), ("starts", ""));

        var (act, broken) = Binding.To<Opening>(input, ("Id", Guid.Empty));

        Assert.Null(act);
        Assert.Equal([("unreadable", "People"), ("unreadable", "Kind"), ("missing", "Starts")], broken.Select(b => (b.Code, b.Field)));
        Assert.Equal("many", input["People"]);
    }

    [Fact]
    public async Task The_write_id_of_a_form_comes_back_with_it()
    {
        var first = FormInput.Blank(("Name", "a"));
        var back = await Read((FormInput.WriteIdField, first.WriteId.Value.ToString()), ("Name", "b"));
        Assert.Equal(first.WriteId, back.WriteId);
    }

    private static Task<FormInput> Read(params (string Name, string Value)[] fields)
    {
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.Form = new FormCollection(fields.GroupBy(f => f.Name).ToDictionary(g => g.Key, g => new StringValues([.. g.Select(f => f.Value)])));
        return FormInput.Read(http);
    }
}
