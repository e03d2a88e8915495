using Muster.Platform.Acts;

namespace Muster.Platform.Privacy.Destroying;

/// <summary>How a module destroys the data of one kind of subject; the module that has the subject's record registers one. Later modules listen to what it raises.</summary>
public interface IDestroyData
{
    DestructionKind Kind { get; }

    /// <summary>Why it cannot be, such as that there is no such record; null where it can.</summary>
    Task<Broken?> Refusal(Work work, Guid subject, CancellationToken stop);

    /// <summary>Destroys the key, what it sealed, the hashes it is found by and what else tells who it was. The record itself stays.</summary>
    Task Destroy(Work work, Guid subject, CancellationToken stop);
}
