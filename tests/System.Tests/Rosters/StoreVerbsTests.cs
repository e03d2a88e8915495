using Muster.System.Tests.Serving;
using static Muster.System.Tests.Typed;

namespace Muster.System.Tests.Rosters;

/// <summary>The verbs of a roster's days, through a server that runs on a store which holds nothing yet: each answers in JSON, refuses by its rules, and says so by exit code.</summary>
public sealed class StoreVerbsTests
{
    [Fact]
    public async Task Load_relief_rotation_swap_wish_owed_and_opening_answer_and_refuse()
    {
        await using var muster = await ServedMuster.Start();
        var nobody = Guid.CreateVersion7().ToString();
        foreach (var list in new[] { "load show", "rotation list", "swap show", "wish show", "owed show", "opening show", "opening kits" })
        {
            var shown = Run([.. list.Split(' '), "--store", muster.Store, "--json"]);
            Assert.True(shown.Exit == 0 && shown.Json["rows"]!.AsArray().Count == 0, $"{list}: {shown.Exit} {shown.Error}");
        }
        Assert.Equal(0, (int)Run("owed", "record", "--store", muster.Store, "--json").Json["done"]!["missed"]!);
        Assert.Equal(0, (int)Run("load", "fairness", "--store", muster.Store, "--json").Json["idle"]!);
        Assert.Equal(0, Run("relief", "show", "--area", nobody, "--store", muster.Store, "--json").Exit);

        // A kit list of a kind is set and shown; what names no record is refused.
        Assert.Equal(0, Run("opening", "kit", "--kind", "值守", "--item", "口罩", "袖标", "--briefing", "先看卡", "--store", muster.Store, "--json").Exit);
        Assert.Equal(2, Run("opening", "kits", "--store", muster.Store, "--json").Json["rows"]![0]!["items"]!.AsArray().Count);
        foreach (var (code, refused) in new[]
        {
            ("swap-unknown", $"swap answer --swap {nobody} --grant"), ("swap-unknown", $"swap undo --swap {nobody} --why x"), ("owed-unknown", $"owed write-off --owed {nobody} --why x"),
            ("rotation-unknown", $"rotation end --rotation {nobody}"), ("rotation-week-unknown", $"rotation swap --week {nobody} --with {nobody}"), ("post-not-own", $"opening open --post {nobody}"),
        })
        {
            var answer = Run([.. refused.Split(' '), "--store", muster.Store, "--json"]);
            Assert.True(answer.Exit == 2 && (string)answer.Json["refused"]![0]!["code"]! == code, $"{refused}: {answer.Exit} {answer.Json}");
        }
        Assert.NotEqual(0, Run("rotation", "show", "--rotation", nobody, "--store", muster.Store, "--json").Exit);
        Assert.NotEqual(0, Run("swap", "answer", "--store", muster.Store).Exit);
    }
}
