using System.Collections;
using System.Globalization;
using System.Reflection;
using LtiBadgeConnector.Web.Configuration;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>One setting in force.</summary>
/// <param name="Value">Null for one that is not set.</param>
/// <param name="IsSecret">Its value is never shown, only whether there is one.</param>
public sealed record EffectiveSetting(string Key, string? Value, bool IsSecret, bool IsDefault);

/// <summary>The configuration as this process bound it, section by section, without any secret.</summary>
internal static class EffectiveSettings
{
    // A connection string may hold a password.
    private static readonly HashSet<string> secrets = ["Database:ConnectionString", "Issuer:KeyEncryption:Secret", "Issuer:KeyEncryption:CertificatePassword", "Mail:Password", "Telemetry:MetricsToken"];

    public static IReadOnlyList<EffectiveSetting> Read(IServiceProvider services) =>
        [.. OptionsSetup.Sections.SelectMany(section => Of(services.GetRequiredService(section.Type), Activator.CreateInstance(section.Type)!, section.Name))];

    private static IEnumerable<EffectiveSetting> Of(object options, object defaults, string prefix)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
        {
            var (key, value, usual) = ($"{prefix}:{property.Name}", property.GetValue(options), property.GetValue(defaults));
            if (property.PropertyType.IsClass && property.PropertyType.Namespace == typeof(OptionsSetup).Namespace)
                foreach (var inner in Of(value!, usual!, key)) yield return inner;
            else if (secrets.Contains(key)) yield return new(key, Value: null, IsSecret: Written(value) is not null, IsDefault: Written(value) is null);
            else yield return new(key, Written(value), IsSecret: false, Written(value) == Written(usual));
        }
    }

    private static string? Written(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        IEnumerable { } many => string.Join(", ", many.Cast<object>()) is { Length: > 0 } list ? list : null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
