using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Worker;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>Binds every section; a bad value stops the start with the key's name.</summary>
internal static class OptionsSetup
{
    /// <summary>Every section there is. <c>appsettings.sample.json</c> shows the same ones, a test compares; the console shows what is in force.</summary>
    public static IReadOnlyList<OptionsSection> Sections { get; } =
    [
        OptionsSection.Of<ConnectorOptions>(ConnectorOptions.Section),
        OptionsSection.Of<DatabaseOptions>(DatabaseOptions.Section),
        OptionsSection.Of<WorkerOptions>(WorkerOptions.Section),
        OptionsSection.Of<WebhooksOptions>(WebhooksOptions.Section),
        OptionsSection.Of<IssuerOptions>(IssuerOptions.Section),
        OptionsSection.Of<AdminOptions>(AdminOptions.Section),
        OptionsSection.Of<VerificationOptions>(VerificationOptions.Section),
        OptionsSection.Of<MailOptions>(MailOptions.Section),
        OptionsSection.Of<NetworkOptions>(NetworkOptions.Section),
        OptionsSection.Of<RetentionOptions>(RetentionOptions.Section),
        OptionsSection.Of<TelemetryOptions>(TelemetryOptions.Section),
    ];

    public static void AddConnectorOptions(this WebApplicationBuilder builder)
    {
        foreach (var section in Sections) section.Bind(builder);
    }

    /// <summary>A section's values while the host is still being built.</summary>
    public static T Get<T>(this IConfiguration configuration, string section) where T : new()
    {
        var options = new T();
        configuration.GetSection(section).Bind(options);
        return options;
    }
}

/// <summary>One section of the configuration and the class that holds it.</summary>
internal sealed record OptionsSection(string Name, Type Type, Action<WebApplicationBuilder> Bind)
{
    public static OptionsSection Of<T>(string name) where T : class => new(name, typeof(T), builder =>
    {
        builder.Services.AddOptions<T>().BindConfiguration(name).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<T>>().Value);
    });
}
