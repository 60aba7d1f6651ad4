namespace LtiBadgeConnector.Web.Hosting;

/// <summary>The server cannot start as it is configured. The message is written for the administrator, who reads it on the console.</summary>
/// <param name="code">A code of the problem catalogue.</param>
public sealed class StartRefusedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    public string Code => code;
}
