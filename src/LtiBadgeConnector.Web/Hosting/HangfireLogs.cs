using Hangfire.AspNetCore;
using Hangfire.Logging;

namespace LtiBadgeConnector.Web.Hosting;

/// <summary>
/// Hangfire's messages in the log of the host. Hangfire keeps the provider for the whole process, so one whose host has ended
/// must not break the next host that starts beside or after it.
/// </summary>
internal sealed class HangfireLogs(ILoggerFactory factory) : ILogProvider
{
    private readonly AspNetCoreLogProvider inner = new(factory);

    public ILog GetLogger(string name)
    {
        try
        {
            return inner.GetLogger(name);
        }
        catch (ObjectDisposedException)
        {
            return new Nowhere();
        }
    }

    private sealed class Nowhere : ILog
    {
        public bool Log(Hangfire.Logging.LogLevel logLevel, Func<string>? messageFunc, Exception? exception = null) => false;
    }
}
