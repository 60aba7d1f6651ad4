using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti;

namespace LtiBadgeConnector.Web.Registering;

/// <summary>What an LMS must be told of this server when it is registered by hand.</summary>
public sealed record ToolAddresses(string Launch, string Login, string Keys)
{
    /// <param name="platform">Null before there is one: the login then finds the LMS by its issuer and client id.</param>
    public static ToolAddresses Of(LtiOptions lti, PlatformId? platform) =>
        new(lti.LaunchUrl, platform is { } id ? $"{lti.LoginUrl}/{id}" : lti.LoginUrl, lti.JwksUrl);
}
