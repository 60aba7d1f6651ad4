using System.ComponentModel.DataAnnotations;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>Figures for a monitoring system, at <c>/metrics</c>.</summary>
public sealed class TelemetryOptions : IValidatableObject
{
    public const string Section = "Telemetry";

    private const int ShortestToken = 16;

    /// <summary>What a monitoring system sends as bearer token. Without one <c>/metrics</c> is not there.</summary>
    public string? MetricsToken { get; set; }

    /// <summary>Answers <c>/metrics</c> to everybody who reaches this server; only where nobody else can.</summary>
    public bool MetricsForEverybody { get; set; }

    public bool ServesMetrics => MetricsForEverybody || MetricsToken is { Length: > 0 };

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (MetricsToken is { Length: > 0 and < ShortestToken }) yield return new($"{Section}:{nameof(MetricsToken)} has at least {ShortestToken} characters.");
    }
}
