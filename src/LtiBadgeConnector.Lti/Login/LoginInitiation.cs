using LtiBadgeConnector.Lti.Problems;

namespace LtiBadgeConnector.Lti.Login;

/// <summary>What a platform sends to start a login, by GET or POST. It proves nothing: a signed-out visitor can send it.</summary>
/// <param name="TargetLinkUri">Untrusted until the id_token repeats it; Canvas documents it as optional.</param>
/// <param name="MessageHint">Opaque, sent back unchanged; may be JSON with quotes and braces.</param>
/// <param name="StorageTarget">Frame name for LTI platform storage; only ever a key into <c>frames[…]</c>.</param>
public sealed record LoginInitiation(
    string Issuer,
    string LoginHint,
    string? TargetLinkUri = null,
    string? MessageHint = null,
    string? DeploymentId = null,
    string? ClientId = null,
    string? StorageTarget = null)
{
    /// <summary>Longest value of one parameter; Canvas's message hint, a JWT, is the longest known (about 2 KiB).</summary>
    public const int MaximumLength = 8 * 1024;

    /// <summary>Reads the parameters by their standard names. Unknown ones are ignored.</summary>
    public static (LoginInitiation? Initiation, Refusal? Refusal) Parse(IReadOnlyDictionary<string, string> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        string? Value(string name) => parameters.TryGetValue(name, out var value) && value is { Length: > 0 } ? value : null;

        string?[] values = [Value("iss"), Value("login_hint"), Value("target_link_uri"), Value("lti_message_hint"),
            Value("lti_deployment_id") ?? Value("deployment_id"), Value("client_id"), Value("lti_storage_target")];

        if (values[0] is not { } issuer || values[1] is not { } loginHint) return (null, LtiProblem.LoginParameterMissing);
        if (values.Any(value => value?.Length > MaximumLength)) return (null, LtiProblem.LoginParameterTooLong);
        return (new LoginInitiation(issuer, loginHint, values[2], values[3], values[4], values[5], values[6]), null);
    }

    /// <summary>The parameters again, for a form that starts the login anew in a window of its own.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters() =>
    [
        .. new (string Name, string? Value)[]
            {
                ("iss", Issuer), ("login_hint", LoginHint), ("target_link_uri", TargetLinkUri), ("lti_message_hint", MessageHint),
                ("lti_deployment_id", DeploymentId), ("client_id", ClientId), ("lti_storage_target", StorageTarget),
            }
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!)),
    ];
}
