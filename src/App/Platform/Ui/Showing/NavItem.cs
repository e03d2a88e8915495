namespace Muster.Platform.Ui.Showing;

/// <summary>An entry of the navigation; modules register theirs with <c>services.AddSingleton(new NavItem(…))</c>.</summary>
/// <param name="Key">What a page names as its <c>Nav</c>.</param>
/// <param name="TextKey">The text to show.</param>
/// <param name="Icon">A name that Icon.razor knows.</param>
/// <param name="Order">Overview 0, emergencies 10, territory 20, people 30, agencies 40, organisation 50, plans 60, jobs 90.</param>
public sealed record NavItem(string Key, string TextKey, string Href, string Icon, int Order)
{
    /// <summary>Shown to those whom this policy lets in.</summary>
    public string Policy { get; init; } = Acts.Policies.Field;
}

/// <summary>A card on the overview page; modules register theirs. The component loads what it shows through its module's queries.</summary>
/// <param name="Component">A razor component without required parameters; it renders nothing when it has nothing to say.</param>
public sealed record OverviewCard(Type Component, int Order)
{
    /// <summary>Shown to those whom this policy lets in.</summary>
    public string Policy { get; init; } = Acts.Policies.Field;
}

public enum RecordKind { Person, Area, Post }

/// <summary>
/// What a later module shows on the page of a record of an earlier one, as a section of its own. The component has one parameter, <c>Id</c> (Guid);
/// it renders nothing when it has nothing to say. A page shows them with <c>&lt;RecordCards Kind="…" Id="…" /&gt;</c>.
/// </summary>
public sealed record RecordCard(RecordKind Kind, Type Component, int Order);
