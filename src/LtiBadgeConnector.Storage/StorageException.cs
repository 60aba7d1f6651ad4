namespace LtiBadgeConnector.Storage;

/// <summary>The database cannot be used as asked; <see cref="Code"/> is a code of the problem catalogue.</summary>
public sealed class StorageException(string code, string message) : Exception(message)
{
    /// <summary>A later program has already upgraded the database.</summary>
    public const string DatabaseNewer = "database-newer-than-program";

    /// <summary>A migration that was already applied here has another text now.</summary>
    public const string MigrationChanged = "migration-changed";

    /// <summary>The database lacks migrations of this program.</summary>
    public const string MigrationMissing = "database-not-migrated";

    /// <summary>More than 18 digits before the point or 10 after it; storing it would mean rounding it.</summary>
    public const string NumberTooLong = "number-too-long";

    /// <summary>A text holds the character U+0000, which nobody writes and PostgreSQL cannot keep.</summary>
    public const string TextUnreadable = "request-malformed";

    public string Code => code;
}
