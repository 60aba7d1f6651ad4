using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Storage.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtiBadgeConnector.StorageTests;

public abstract class MigratorSpec(TestEngine engine) : Spec(engine)
{
    private static readonly Migration First = Migration.All[0];
    private static readonly Migration Later = new("9999_later", "CREATE TABLE later (id {uuid} NOT NULL, CONSTRAINT pk_later PRIMARY KEY {nonclustered} (id));\n");

    [SkippableFact]
    public async Task Applies_each_script_once()
    {
        var database = await Engine.Empty();

        Assert.Equal(Migration.All.Select(migration => migration.Name), await Program(database).Pending(Ct));
        Assert.Equal(Migration.All.Select(migration => migration.Name), await Program(database).Upgrade(Ct));
        Assert.Empty(await Program(database).Upgrade(Ct));
        Assert.Empty(await Program(database).Pending(Ct));
    }

    [SkippableFact]
    public async Task Starting_together_migrates_once()
    {
        var database = await Engine.Empty();

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Program(database).Upgrade(Ct))));

        Assert.Single(applied, names => names.Count > 0);
    }

    [SkippableFact]
    public async Task A_database_newer_than_the_program_is_refused()
    {
        var database = await Engine.Empty();
        await Program(database, First, Later).Upgrade(Ct);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Program(database, First).Upgrade(Ct));

        Assert.Equal("database-newer-than-program", refused.Code);
    }

    [SkippableFact]
    public async Task A_changed_script_is_refused()
    {
        var database = await Engine.Empty();
        await Program(database, First, Later).Upgrade(Ct);

        var refused = await Assert.ThrowsAsync<StorageException>(() => Program(database, First, Later with { Template = Later.Template + "-- now\n" }).Upgrade(Ct));

        Assert.Equal("migration-changed", refused.Code);
    }

    [SkippableFact]
    public async Task A_script_that_fails_leaves_nothing_behind()
    {
        var database = await Engine.Migrated();
        var broken = Later with { Template = Later.Template + "INSERT INTO later (no_such_column) VALUES (1);\n" };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Program(database, [.. Migration.All, broken]).Upgrade(Ct));

        Assert.Equal([Later.Name], await Program(database, [.. Migration.All, Later]).Upgrade(Ct));
    }

    [SkippableFact]
    public async Task The_script_for_an_administrator_makes_the_same_database()
    {
        var database = await Engine.Empty();
        await using (var connection = await database.Connect(Ct))
            foreach (var statement in Migration.Split(Migrator.Script(database.Provider))) await Database.Run(connection, statement, Ct);

        Assert.Empty(await Program(database).Upgrade(Ct));
    }

    private static Migrator Program(Database database, params Migration[] known) =>
        new(database, TimeProvider.System, NullLogger<Migrator>.Instance, known.Length > 0 ? known : Migration.All);
}

public sealed class MigratorOnSqlite() : MigratorSpec(TestEngine.Sqlite());

public sealed class MigratorOnPostgreSql() : MigratorSpec(TestEngine.PostgreSql());

public sealed class MigratorOnSqlServer() : MigratorSpec(TestEngine.SqlServer());
