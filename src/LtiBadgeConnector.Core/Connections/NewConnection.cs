using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Core.Connections;

/// <summary>Makes a connection as its kind wants it: an unguessable webhook key and a secret, or an address and a token to read with.</summary>
public static class NewConnection
{
    /// <param name="given">By the names of <see cref="ConnectionSettings"/>; what the kind does not know is left out.</param>
    /// <returns>The connection, or the code of what is missing.</returns>
    public static (Connection? Connection, string? Problem) Of(
        string kind, TenantId tenant, PlatformId platform, string? name, IReadOnlyDictionary<string, string?> given, TimeProvider time)
    {
        if (ConnectionKinds.Find(kind) is not { } found) return (null, "connection-kind-unknown");

        var settings = found.Fields
            .Select(field => (field.Setting, Value: Cleaned(field, given.GetValueOrDefault(field.Setting))))
            .Where(pair => pair.Value.Length > 0)
            .ToDictionary(pair => pair.Setting, pair => pair.Value);
        if (found.Fields.Any(field => field.IsNeeded && !settings.ContainsKey(field.Setting))) return (null, "connection-settings-missing");

        return (
            new(
                ConnectionId.New(time), tenant, platform, kind, name ?? found.Title, found.Door is ConnectionDoor.Closed or ConnectionDoor.Queue ? null : PublicId.New().Value,
                found.Door == ConnectionDoor.AddressAndSecret ? [NewSecret()] : [], settings, IsEnabled: true, time.Now()),
            null);
    }

    /// <summary>A signing secret in the form of Standard Webhooks: 256 random bits.</summary>
    public static string NewSecret() => "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static string Cleaned(ConnectionField field, string? value) => (field.Form, value?.Trim() ?? "") switch
    {
        (FieldForm.Url, var url) => url.TrimEnd('/'),
        (FieldForm.Choice, var choice) => choice is "true" or "on" ? "true" : "",
        var (_, text) => text,
    };
}
