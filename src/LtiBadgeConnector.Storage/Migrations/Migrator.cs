using System.Data;
using System.Data.Common;
using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Engine.Transactions;
using DbUp.ScriptProviders;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Dialects;
using Microsoft.Extensions.Logging;

namespace LtiBadgeConnector.Storage.Migrations;

/// <summary>
/// Brings the database to this program's schema: DbUp applies the numbered scripts, all of them in one transaction that holds
/// a lock, so that of several starting processes one migrates and the others find it done.
/// </summary>
public sealed partial class Migrator
{
    private readonly Database database;
    private readonly TimeProvider time;
    private readonly ILogger<Migrator> logger;
    private readonly IReadOnlyList<Migration> known;

    public Migrator(Database database, TimeProvider time, ILogger<Migrator> logger) : this(database, time, logger, Migration.All) { }

    internal Migrator(Database database, TimeProvider time, ILogger<Migrator> logger, IReadOnlyList<Migration> known)
    {
        this.database = database;
        this.time = time;
        this.logger = logger;
        this.known = known;
    }

    /// <summary>Everything from an empty database to the newest schema, for an administrator who applies it by hand, journal included.</summary>
    public static string Script(DatabaseProvider provider)
    {
        var dialect = SqlDialect.For(provider);
        return string.Join("\n\n", [
            $"-- LTI Badge Connector {ProgramVersion}, {provider}: the whole schema.",
            Journal.Create(dialect) + ";",
            .. Migration.All.Select(migration => migration.Script(dialect).TrimEnd() + "\n\n" + Journal.Entry(migration, dialect) + ";"),
            "",
        ]);
    }

    /// <returns>The scripts that were applied now; empty when the database was up to date.</returns>
    /// <exception cref="StorageException">The database is newer than the program, or a released script was changed.</exception>
    public async Task<IReadOnlyList<string>> Upgrade(CancellationToken ct)
    {
        await using var connection = await database.Connect(ct);
        if (database.Provider == DatabaseProvider.Sqlite) await Database.Run(connection, "PRAGMA journal_mode = WAL", ct);
        foreach (var statement in database.Dialect.BeginMigration) await Database.Run(connection, statement, ct);
        try
        {
            var applied = Apply(connection);
            await Database.Run(connection, "COMMIT", ct);
            foreach (var name in applied) LogApplied(name);
            return applied;
        }
        catch
        {
            await Database.Run(connection, "ROLLBACK", CancellationToken.None);
            throw;
        }
    }

    /// <summary>What <see cref="Upgrade"/> would apply; changes nothing.</summary>
    /// <exception cref="StorageException">The database is newer than the program, or a released script was changed.</exception>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken ct)
    {
        await using var connection = await database.Connect(ct);
        var journal = new Journal(connection, database.Dialect, known, time);
        return Check(journal.Exists() ? journal.Read() : new Dictionary<string, string>());
    }

    /// <summary>Of this program, as the journal of migrations names it.</summary>
    public static string ProgramVersion { get; } =
        typeof(Migrator).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private List<string> Apply(DbConnection connection)
    {
        var journal = new Journal(connection, database.Dialect, known, time);
        journal.CreateIfAbsent();
        var pending = Check(journal.Read());

        var configuration = new UpgradeConfiguration { ConnectionManager = new HeldConnection(connection), Journal = journal, VariablesEnabled = false };
        configuration.ScriptExecutor = new ScriptRunner(connection, journal);
        configuration.ScriptProviders.Add(new StaticScriptProvider(known.Select(migration => new SqlScript(migration.Name, migration.Script(database.Dialect)))));
        var result = new UpgradeEngine(configuration).PerformUpgrade();
        if (!result.Successful) throw new InvalidOperationException($"The migration {result.ErrorScript?.Name} failed.", result.Error);
        return pending;
    }

    private List<string> Check(IReadOnlyDictionary<string, string> applied)
    {
        foreach (var (name, checksum) in applied)
        {
            var migration = known.FirstOrDefault(candidate => candidate.Name == name)
                ?? throw new StorageException(StorageException.DatabaseNewer, $"The database has had {name} applied, which this program ({ProgramVersion}) does not know. Start a program at least as new as the one that upgraded it.");
            if (migration.Checksum != checksum)
                throw new StorageException(StorageException.MigrationChanged, $"The script {name} is not the one that was applied to this database.");
        }
        return [.. known.Select(migration => migration.Name).Where(name => !applied.ContainsKey(name))];
    }

    [LoggerMessage(6101, LogLevel.Information, "Applied the migration {Name}")]
    private partial void LogApplied(string name);
}

/// <summary>Which scripts were applied, with the text they had and the program that brought them.</summary>
internal sealed class Journal(DbConnection connection, SqlDialect dialect, IReadOnlyList<Migration> known, TimeProvider time) : IJournal
{
    private const string Table = "schema_migrations";

    public static string Create(SqlDialect dialect) => dialect.Translate($$"""
        CREATE TABLE {{Table}} (
            name {text:200} NOT NULL,
            checksum {text:64} NOT NULL,
            program_version {text:40} NOT NULL,
            applied_at {text:40} NOT NULL,
            CONSTRAINT pk_schema_migrations PRIMARY KEY (name)
        )
        """);

    /// <summary>For the script of an administrator, whose clock we do not know.</summary>
    public static string Entry(Migration migration, SqlDialect dialect) =>
        $"INSERT INTO {Table} (name, checksum, program_version, applied_at) VALUES ('{migration.Name}', '{migration.Checksum}', '{Migrator.ProgramVersion}', {(dialect.Provider == DatabaseProvider.SqlServer ? "CONVERT(nvarchar(40), SYSUTCDATETIME(), 126)" : "CAST(CURRENT_TIMESTAMP AS text)")})";

    public bool Exists()
    {
        using var command = connection.CreateCommand();
        command.CommandText = dialect.Provider == DatabaseProvider.Sqlite
            ? $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{Table}'"
            : $"SELECT COUNT(*) FROM information_schema.tables WHERE table_name = '{Table}' AND table_schema = {(dialect.Provider == DatabaseProvider.SqlServer ? "SCHEMA_NAME()" : "current_schema()")}";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    public void CreateIfAbsent()
    {
        if (Exists()) return;
        using var command = connection.CreateCommand();
        command.CommandText = Create(dialect);
        command.ExecuteNonQuery();
    }

    public IReadOnlyDictionary<string, string> Read()
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name, checksum FROM {Table}";
        using var reader = command.ExecuteReader();
        Dictionary<string, string> applied = [];
        while (reader.Read()) applied.Add(reader.GetString(0), reader.GetString(1));
        return applied;
    }

    public string[] GetExecutedScripts() => [.. Read().Keys];

    public void StoreExecutedScript(SqlScript script, Func<IDbCommand> dbCommandFactory)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"INSERT INTO {Table} (name, checksum, program_version, applied_at) VALUES (@name, @checksum, @version, @at)";
        Give("@name", script.Name);
        Give("@checksum", known.Single(migration => migration.Name == script.Name).Checksum);
        Give("@version", Migrator.ProgramVersion);
        Give("@at", time.Now().ToString("O"));
        command.ExecuteNonQuery();

        void Give(string name, string value)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
    }

    public void EnsureTableExistsAndIsLatestVersion(Func<IDbCommand> dbCommandFactory) { }
}

/// <summary>Lets DbUp work on the connection that holds the lock, and keeps it from closing it.</summary>
internal sealed class HeldConnection(DbConnection connection) : IConnectionManager
{
    public TransactionMode TransactionMode { get; set; } = TransactionMode.NoTransaction;

    public bool IsScriptOutputLogged { get; set; }

    public int? ExecutionTimeoutSeconds { get; set; }

    public IDisposable OperationStarting(IUpgradeLog upgradeLog, List<SqlScript> executedScripts) => new Nothing();

    public void ExecuteCommandsWithManagedConnection(Action<Func<IDbCommand>> action) => action(connection.CreateCommand);

    public T ExecuteCommandsWithManagedConnection<T>(Func<Func<IDbCommand>, T> actionWithResult) => actionWithResult(connection.CreateCommand);

    public IEnumerable<string> SplitScriptIntoCommands(string scriptContents) => Migration.Split(scriptContents);

    public bool TryConnect(IUpgradeLog upgradeLog, out string errorMessage)
    {
        errorMessage = "";
        return true;
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose() { }
    }
}

/// <summary>Runs one script statement by statement and notes it in the journal.</summary>
internal sealed class ScriptRunner(DbConnection connection, Journal journal) : IScriptExecutor
{
    public int? ExecutionTimeoutSeconds { get; set; }

    public void Execute(SqlScript script) => Execute(script, new Dictionary<string, string>());

    public void Execute(SqlScript script, IDictionary<string, string> variables)
    {
        foreach (var statement in Migration.Split(script.Contents))
        {
            using var command = connection.CreateCommand();
            command.CommandTimeout = 0;
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
        journal.StoreExecutedScript(script, connection.CreateCommand);
    }

    public void VerifySchema() { }
}
