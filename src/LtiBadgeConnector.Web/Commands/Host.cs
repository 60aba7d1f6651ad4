using LtiBadgeConnector.Web.Hosting;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LtiBadgeConnector.Web.Commands;

/// <summary>The server's services without the server, for commands; and how their answers look.</summary>
internal static class Host
{
    private static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prepared like a start: schema, tenant and issuer exist afterwards.</summary>
    public static async Task<WebApplication> Open(Arguments arguments)
    {
        var app = ConnectorApp.Create(arguments.Settings, builder => builder.Logging.SetMinimumLevel(LogLevel.Error));
        await ActivatorUtilities.CreateInstance<StartUp>(app.Services).Prepare(CancellationToken.None);
        return app;
    }

    /// <summary>As JSON when asked for, otherwise one line for each name that has a value.</summary>
    public static int Print(Arguments arguments, params (string Name, string? Value)[] values)
    {
        if (arguments.Json) Console.WriteLine(JsonSerializer.Serialize(values.ToDictionary(value => value.Name, value => value.Value), json));
        else foreach (var (name, value) in values.Where(pair => pair.Value is not null)) Console.WriteLine($"{name,-14} {value}");
        return 0;
    }

    /// <summary>As a JSON array when asked for, otherwise one line each.</summary>
    public static int PrintList<T>(Arguments arguments, IReadOnlyList<T> items, Func<T, string> line)
    {
        if (arguments.Json) Console.WriteLine(JsonSerializer.Serialize(items, json));
        else foreach (var item in items) Console.WriteLine(line(item));
        return 0;
    }
}
