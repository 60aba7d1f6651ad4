using System.Text.Json;
using LtiBadgeConnector.Lti.Login;
using LtiBadgeConnector.Lti.Problems;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Lti.Launch;

/// <summary>One answer while it is checked. Each check may rely on what the checks before it have filled in.</summary>
internal sealed class LaunchAttempt(IReadOnlyDictionary<string, string> form)
{
    public string? Field(string name) => form.TryGetValue(name, out var value) && value is { Length: > 0 } ? value : null;

    public IdToken Token { get; set; } = null!;

    public PendingLogin Login { get; set; } = null!;

    public Registration Registration { get; set; } = null!;

    /// <summary>The payload, once the signature is known to be right.</summary>
    public JsonElement Claims { get; set; }
}

/// <summary>Null means: passed.</summary>
internal delegate ValueTask<Refusal?> LaunchCheck(LaunchAttempt attempt, CancellationToken ct);
