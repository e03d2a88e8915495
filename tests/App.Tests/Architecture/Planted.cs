#pragma warning disable IDE0130 // Planted violations stand in namespaces of their own, shaped like the program's.
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Planted.Placements
{
    internal static class SomePlacement
    {
        public const int Value = 1;

        public static int Number() => Value;
    }
}

namespace Muster.Planted.People
{
    internal static class PeopleThatKnowPlacements
    {
        public static int Number() => Placements.SomePlacement.Number();
    }

    internal static class PersonRules
    {
        public static Engine Ask(Stores stores) => stores.Database.Engine;
    }

    internal static class RunawayPattern
    {
        public static bool Find(string text) => System.Text.RegularExpressions.Regex.IsMatch(text, "(a+)+$");

        public static void Ask(System.Data.Common.DbCommand command, string name) => command.CommandText = "select * from person where name = '" + name + "'";
    }

    internal sealed record PlantedAct : Act<string>
    {
        protected internal override Permission Needs => Permission.None;

        protected internal override Task<string> Do(Work work, CancellationToken stop) => Task.FromResult("");
    }
}

namespace Muster.Planted.People.Pages
{
    internal static class PageThatReads
    {
        public static async Task<int> Read(Stores stores)
        {
            await using var store = await stores.Open();
            return 1;
        }
    }
}
