using LtiBadgeConnector.Core.Retention;
using LtiBadgeConnector.Storage;
using LtiBadgeConnector.Worker;
using Microsoft.Extensions.Options;

namespace LtiBadgeConnector.Web.Configuration;

/// <summary>Binds every section; a bad value stops the start with the key's name.</summary>
internal static class OptionsSetup
{
    public static void AddConnectorOptions(this WebApplicationBuilder builder)
    {
        Bind<ConnectorOptions>(builder, ConnectorOptions.Section);
        Bind<DatabaseOptions>(builder, DatabaseOptions.Section);
        Bind<WorkerOptions>(builder, WorkerOptions.Section);
        Bind<WebhooksOptions>(builder, WebhooksOptions.Section);
        Bind<IssuerOptions>(builder, IssuerOptions.Section);
        Bind<AdminOptions>(builder, AdminOptions.Section);
        Bind<NetworkOptions>(builder, NetworkOptions.Section);
        Bind<RetentionOptions>(builder, RetentionOptions.Section);
    }

    /// <summary>A section's values while the host is still being built.</summary>
    public static T Get<T>(this IConfiguration configuration, string section) where T : new()
    {
        var options = new T();
        configuration.GetSection(section).Bind(options);
        return options;
    }

    private static void Bind<T>(WebApplicationBuilder builder, string section) where T : class
    {
        builder.Services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<T>>().Value);
    }
}
