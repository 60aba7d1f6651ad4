using System.Text.Json;
using LtiBadgeConnector.Lti.Json;

namespace LtiBadgeConnector.Lti.DynamicRegistration;

/// <summary>Compares what we asked for with what the platform says it registered.</summary>
internal static class RegistrationComparison
{
    private static readonly string[] single = ["initiate_login_uri", "jwks_uri", "token_endpoint_auth_method"];
    private static readonly string[] lists = ["redirect_uris"];

    public static IReadOnlyList<RegistrationWarning> Differences(JsonElement asked, JsonElement got)
    {
        var warnings = new List<RegistrationWarning>();
        foreach (var name in single) Compare(name, asked.Text(name), got.Text(name), warnings);
        foreach (var name in lists) Missing(name, asked.Texts(name), got.Texts(name), warnings);
        Missing("scope", ScopesOf(asked), ScopesOf(got), warnings);

        if (asked.Object(ToolConfiguration.ToolMember) is not { } askedTool || got.Object(ToolConfiguration.ToolMember) is not { } gotTool) return warnings;
        Compare("target_link_uri", askedTool.Text("target_link_uri"), gotTool.Text("target_link_uri"), warnings);
        Missing("claims", askedTool.Texts("claims"), gotTool.Texts("claims"), warnings);
        if (askedTool.Object("custom_parameters") is { } askedCustom)
        {
            var gotCustom = gotTool.Object("custom_parameters");
            foreach (var parameter in askedCustom.EnumerateObject())
                Compare("custom_parameters." + parameter.Name, parameter.Value.AsText(), gotCustom?.Text(parameter.Name), warnings);
        }

        return warnings;
    }

    // An answer may leave out what it did not change, except where absence means "not granted".
    private static void Compare(string name, string? asked, string? got, List<RegistrationWarning> warnings)
    {
        if (got is not null && got != asked) warnings.Add(new RegistrationWarning(name, asked ?? "", got));
    }

    private static void Missing(string name, IReadOnlyList<string> asked, IReadOnlyList<string> got, List<RegistrationWarning> warnings)
    {
        if (got.Count == 0 && name != "scope") return;
        var missing = asked.Except(got, StringComparer.Ordinal).ToList();
        if (missing.Count > 0) warnings.Add(new RegistrationWarning(name, string.Join(' ', missing), string.Join(' ', got)));
    }

    private static string[] ScopesOf(JsonElement configuration) => configuration.Text("scope")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
