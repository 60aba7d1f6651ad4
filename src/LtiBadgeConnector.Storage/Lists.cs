namespace LtiBadgeConnector.Storage;

internal static class Lists
{
    /// <summary>Most values of one <c>IN</c>; SQL Server takes 2,100 parameters in all.</summary>
    public const int Most = 1000;
}
