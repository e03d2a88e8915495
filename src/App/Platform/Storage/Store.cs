using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Muster.Platform.Storage;

/// <summary>
/// The store of one unit of work. Every module maps its records in its own <c>*Table.cs</c> (IEntityTypeConfiguration);
/// names are snake_case, enums are stored by name, instants are UTC with microsecond precision.
/// </summary>
public sealed class Store(Engine engine, DbConnection connection) : DbContext, IAsyncDisposable
{
    public Engine Engine => engine;

    /// <summary>Hand-written SQL on the same connection and transaction.</summary>
    public Sql Sql => new(engine, connection, Database.CurrentTransaction?.GetDbTransaction());

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.TrackAll);
        if (engine == Engine.Sqlite) options.UseSqlite(connection, contextOwnsConnection: true);
        else options.UseNpgsql(connection, contextOwnsConnection: true);
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

/// <summary>Opens stores. A reader's store has no transaction; writers go through <see cref="Acts.Desk"/>.</summary>
public sealed class Stores(Database database)
{
    public Database Database => database;

    public async Task<Store> Open(CancellationToken stop = default) =>
        new(database.Engine, await database.Open(stop));
}
