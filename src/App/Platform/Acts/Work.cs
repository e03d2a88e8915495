using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Notify;
using Muster.Platform.Storage;

namespace Muster.Platform.Acts;

/// <summary>What an act works with while it runs: the store in its transaction, who acts, and the moment that all of it happens at.</summary>
public sealed class Work(Store store, Actor actor, DateTimeOffset now, IServiceProvider services)
{
    private readonly List<object> _events = [];
    private readonly Dictionary<string, object?> _notes = [];
    private readonly Dictionary<(Addressee, string, string), Notice> _notices = [];

    public Store Store => store;

    public Sql Sql => store.Sql;

    public Actor Actor => actor;

    /// <summary>UTC, whole microseconds; the same for everything the act writes.</summary>
    public DateTimeOffset Now => now;

    /// <summary>What an act needs besides the store: keys, the folder of files.</summary>
    public T Of<T>() where T : notnull => services.GetRequiredService<T>();

    public string? SubjectKind { get; private set; }

    public Guid? SubjectId { get; private set; }

    public IReadOnlyDictionary<string, object?> Notes => _notes;

    public IReadOnlyList<object> Events => _events;

    public IReadOnlyCollection<Notice> Notices => _notices.Values;

    /// <summary>Names the record that the audit entry is about.</summary>
    public void About(string kind, Guid id) => (SubjectKind, SubjectId) = (kind, id);

    /// <summary>Adds to the audit entry. Never a personal value: counts, ids, codes, before and after of plain fields.</summary>
    public void Note(string key, object? value) => _notes[key] = value;

    /// <summary>Tells somebody, in this transaction; the same words to the same one are told once. Whoever acts is not told of the own act by an account.</summary>
    /// <param name="link">A path of ours: the page it is about.</param>
    public void Tell(Addressee to, NoticeKind kind, string zh, string en, string? link = null)
    {
        if (to.AccountId is { } account && account == actor.Id) return;
        _notices.TryAdd((to, kind.Name, zh), new Notice { Id = Guid.CreateVersion7(), AccountId = to.AccountId, PersonId = to.PersonId, Kind = kind.Name, Zh = zh, En = en, Link = link, Loud = kind.Loud, MadeAt = now });
    }

    /// <summary>Tells modules further down the order. Listeners run in this transaction, after the act's own work.</summary>
    public void Raise(object happened) => _events.Add(happened);
}

/// <summary>Listens to what an earlier module raised; runs in the transaction of the act that raised it.</summary>
public interface IListen<in T>
{
    Task When(T happened, Work work, CancellationToken stop);
}
