using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.Lti.Http;

/// <summary>A call to the platform failed. <see cref="IsTransient"/> says whether repeating it can help.</summary>
public sealed class LtiServiceException : Exception
{
    public LtiServiceException(LtiProblem problem, string detail, bool isTransient = false, int? status = null, TimeSpan? retryAfter = null, Exception? inner = null)
        : base($"{problem}: {detail}", inner)
    {
        Problem = problem;
        Detail = detail;
        IsTransient = isTransient;
        Status = status;
        RetryAfter = retryAfter;
    }

    public LtiProblem Problem { get; }

    public string Code => Problem.Code;

    /// <summary>For the administrator; holds no token.</summary>
    public string Detail { get; }

    public bool IsTransient { get; }

    /// <summary>HTTP status of the platform's answer, if there was one.</summary>
    public int? Status { get; }

    /// <summary>How long the platform asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; }
}
