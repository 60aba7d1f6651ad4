using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using LtiBadgeConnector.TestKit;

namespace LtiBadgeConnector.StorageTests;

/// <summary>Gives a spec fresh databases of one engine, empty or migrated; where the engine is not there the spec is skipped, by name.</summary>
public abstract class TestEngine : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> made = [];

    public static TestEngine Sqlite() => new SqliteEngine();

    public static TestEngine PostgreSql() => new PostgreSqlEngine();

    public static TestEngine SqlServer() => new SqlServerEngine();

    public abstract DatabaseProvider Provider { get; }

    /// <summary>A database with nothing in it.</summary>
    public async Task<Database> Empty()
    {
        Skip.If(SkipReason is not null, SkipReason);
        return new(new() { Provider = Provider, ConnectionString = Keep(await CreateEmpty()) });
    }

    /// <summary>A database at the newest migration.</summary>
    public async Task<Database> Migrated()
    {
        Skip.If(SkipReason is not null, SkipReason);
        return new(new() { Provider = Provider, ConnectionString = Keep(await CreateMigrated()) });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in made) await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract string? SkipReason { get; }

    protected abstract Task<(string ConnectionString, IAsyncDisposable Owner)> CreateEmpty();

    protected abstract Task<(string ConnectionString, IAsyncDisposable Owner)> CreateMigrated();

    protected Task Migrate(string connectionString) =>
        new Migrator(new(new() { Provider = Provider, ConnectionString = connectionString }), TimeProvider.System, NullLogger<Migrator>.Instance).Upgrade(CancellationToken.None);

    private string Keep((string ConnectionString, IAsyncDisposable Owner) database)
    {
        made.Add(database.Owner);
        return database.ConnectionString;
    }

    private sealed class SqliteEngine : TestEngine
    {
        private static readonly Lazy<Task<byte[]>> Template = new(() => new SqliteEngine().MakeTemplate());

        public override DatabaseProvider Provider => DatabaseProvider.Sqlite;

        protected override string? SkipReason => null;

        protected override Task<(string, IAsyncDisposable)> CreateEmpty()
        {
            var file = new SqliteFile();
            return Task.FromResult<(string, IAsyncDisposable)>((file.ConnectionString, file));
        }

        protected override async Task<(string, IAsyncDisposable)> CreateMigrated()
        {
            var file = new SqliteFile();
            await File.WriteAllBytesAsync(file.Path, await Template.Value);
            return (file.ConnectionString, file);
        }

        private async Task<byte[]> MakeTemplate()
        {
            await using var file = new SqliteFile();
            await Migrate(file.ConnectionString + ";Pooling=False");
            return await File.ReadAllBytesAsync(file.Path);
        }
    }

    private sealed class SqliteFile : IAsyncDisposable
    {
        private readonly TemporaryFolder folder = new();

        public string Path => folder.PathTo("connector.db");

        public string ConnectionString => $"Data Source={Path}";

        public ValueTask DisposeAsync()
        {
            using (var pooled = new Microsoft.Data.Sqlite.SqliteConnection(ConnectionString)) Microsoft.Data.Sqlite.SqliteConnection.ClearPool(pooled);
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PostgreSqlEngine : TestEngine
    {
        public override DatabaseProvider Provider => DatabaseProvider.PostgreSql;

        protected override string? SkipReason => PostgresServer.SkipReason;

        protected override async Task<(string, IAsyncDisposable)> CreateEmpty()
        {
            var database = await (await PostgresServer.Shared()).CreateDatabase();
            return (database.ConnectionString, database);
        }

        protected override async Task<(string, IAsyncDisposable)> CreateMigrated()
        {
            var database = await (await PostgresServer.Shared()).CreateDatabase("storage_template", Migrate);
            return (database.ConnectionString, database);
        }
    }

    private sealed class SqlServerEngine : TestEngine
    {
        public override DatabaseProvider Provider => DatabaseProvider.SqlServer;

        protected override string? SkipReason => LtiBadgeConnector.TestKit.SqlServer.SkipReason;

        protected override async Task<(string, IAsyncDisposable)> CreateEmpty()
        {
            var database = await LtiBadgeConnector.TestKit.SqlServer.CreateDatabase();
            return (database.ConnectionString, database);
        }

        protected override async Task<(string, IAsyncDisposable)> CreateMigrated()
        {
            var database = await CreateEmpty();
            await Migrate(database.Item1);
            return database;
        }
    }
}
