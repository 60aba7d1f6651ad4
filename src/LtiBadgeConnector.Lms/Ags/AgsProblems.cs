namespace LtiBadgeConnector.Lms.Ags;

/// <summary>What a reading of our columns can meet beyond the failures of the LTI services: codes of the problem catalogue.</summary>
public static class AgsProblems
{
    /// <summary>A result has more digits than can be kept; the others were read.</summary>
    public const string NumberTooLong = "result-number-too-long";
}
