namespace LtiBadgeConnector.Core.Mappings;

/// <summary>What a mapping writes into a gradebook column of its own.</summary>
public enum GradebookContent
{
    Nothing,

    /// <summary>100 of 100 for whoever has earned it.</summary>
    Awards,

    /// <summary>How far everybody is, from 0 to 100; 100 for whoever has earned it.</summary>
    Progress,
}
