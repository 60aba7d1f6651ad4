using Xunit;

namespace LtiBadgeConnector.TestKit;

/// <summary>A fact that needs a real PostgreSQL; shown as skipped, with the reason, where there is none.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.SkipReason;
}

/// <summary>A fact that needs a real SQL Server; shown as skipped, with the reason, where none is configured.</summary>
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute() => Skip = SqlServer.SkipReason;
}

/// <summary>A fact that needs Chromium; shown as skipped, with the reason, where it is not installed.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.SkipReason;
}

/// <inheritdoc cref="BrowserFactAttribute"/>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = Chromium.SkipReason;
}

/// <summary>A fact that needs the libraries of others under Node; shown as skipped, with the reason, where they are not installed.</summary>
public sealed class PeersFactAttribute : FactAttribute
{
    public PeersFactAttribute() => Skip = Peers.SkipReason;
}

/// <inheritdoc cref="PeersFactAttribute"/>
public sealed class PeersTheoryAttribute : TheoryAttribute
{
    public PeersTheoryAttribute() => Skip = Peers.SkipReason;
}
