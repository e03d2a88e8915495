using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Muster.Platform.Storage;

/// <summary>
/// The store of one unit of work. Every module maps its records in its own <c>*Table.cs</c> (IEntityTypeConfiguration);
/// names are snake_case, enums are stored by name, instants are UTC with microsecond precision.
/// </summary>
public sealed class Store(Engine engine, DbConnection connection, Reading.NarrowSql? narrow = null) : DbContext
{
    public Engine Engine => engine;

    /// <summary>Hand-written SQL on the same connection and transaction. Nothing of EF is made for it: that would be the half of a short read.</summary>
    public Sql Sql { get; } = new(engine, connection, narrow);

    public override void Dispose()
    {
        base.Dispose();
        // Where EF was never asked, it does not know that the connection is its own.
        connection.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await connection.DisposeAsync();
    }

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll);
        if (engine == Engine.Sqlite) options.UseSqlite(connection, contextOwnsConnection: true);
        else options.UseNpgsql(connection, contextOwnsConnection: true);
        if (narrow is not null) options.AddInterceptors(new Reading.NarrowReads(narrow));
        options.ReplaceService<Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory, PerEngine>();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder conventions)
    {
        conventions.Conventions.Remove<ForeignKeyIndexConvention>();
        conventions.Properties<Enum>().HaveConversion<string>();
        if (engine != Engine.Sqlite) return;
        conventions.Properties<DateTimeOffset>().HaveConversion<Convert.InstantToMicros>();
        conventions.Properties<Guid>().HaveConversion<Convert.GuidToBytes>();
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.ApplyConfigurationsFromAssembly(typeof(Store).Assembly);
        foreach (var entity in model.Model.GetEntityTypes())
        {
            entity.SetTableName(Naming.Snake(entity.ClrType.Name));
            foreach (var property in entity.GetProperties()) Column(property);
        }
    }

    private void Column(Microsoft.EntityFrameworkCore.Metadata.IMutableProperty property)
    {
        property.SetColumnName(Naming.Snake(property.Name));
        if (engine == Engine.Postgres && property.FindAnnotation(ByteOrder.Mark) is not null) property.SetCollation("C");
    }

    private sealed class PerEngine : Microsoft.EntityFrameworkCore.Infrastructure.IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((Store)context).Engine, designTime);
    }
}

/// <summary>
/// Opens stores. A reader's store has no transaction and answers within the <see cref="Access.Reach"/> that was entered; writers go through
/// <see cref="Acts.Desk"/>.
/// </summary>
public sealed class Stores(Database database, IEnumerable<Reading.ReadRule> rules, TimeProvider clock)
{
    private readonly Lazy<Reading.ReadRules> _rules = new(() => Gather(rules, database.Engine));

    public Database Database => database;

    public Reading.ReadRules Rules => _rules.Value;

    public async Task<Store> Open(CancellationToken stop = default)
    {
        var reach = Access.Reach.Current;
        return new(database.Engine, await database.Open(stop), reach is null ? null : new Reading.NarrowSql(_rules.Value, reach, database.Engine, clock.GetUtcNow()));
    }

    /// <summary>The rules for every table there is, from the model.</summary>
    private static Reading.ReadRules Gather(IEnumerable<Reading.ReadRule> rules, Engine engine)
    {
        // The model is made without a connection; an engine is all it depends on.
        using var none = engine == Engine.Sqlite ? (DbConnection)new Microsoft.Data.Sqlite.SqliteConnection() : new Npgsql.NpgsqlConnection();
        using var store = new Store(engine, none);
        var all = store.Model.GetEntityTypes().ToList();
        return new Reading.ReadRules(rules, all.ToDictionary(e => e.GetTableName()!, e => (IReadOnlyList<string>)[.. e.GetProperties().Select(p => p.GetColumnName())], StringComparer.Ordinal),
            all.Where(e => e.FindPrimaryKey()!.Properties is [{ Name: "Id" }]).Select(e => e.GetTableName()!));
    }
}
