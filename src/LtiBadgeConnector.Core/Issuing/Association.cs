namespace LtiBadgeConnector.Core.Issuing;

/// <summary>How one achievement stands to another, as CLR 2.0 says it: the source is what the type says of the target.</summary>
/// <param name="Type">A value of its enumeration.</param>
public sealed record Association(string Type, string SourceId, string TargetId)
{
    public const string IsPartOf = "isPartOf";
    public const string ReplacedBy = "replacedBy";
}
