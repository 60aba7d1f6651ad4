namespace LtiBadgeConnector.Core.Frameworks;

/// <summary>What a framework asks of a descriptor, from nothing to everything: of several claimed frameworks the strictest decides.</summary>
public enum Requirement
{
    Blank = 0,
    Optional = 1,

    /// <summary>Named by the framework, which does not say whether it must be answered.</summary>
    Present = 2,
    Required = 3,
}

/// <summary>Where the value of a descriptor lives.</summary>
public enum DescriptorScope
{
    Definition,
    Issuer,

    /// <summary>On each award: it exists once somebody has earned it.</summary>
    Assertion,
}
