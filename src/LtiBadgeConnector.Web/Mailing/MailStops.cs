using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;
using Microsoft.AspNetCore.DataProtection;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>The link below each mail that stops them: it knows the learner and nothing else, and works without sign-in for as long as the keys live.</summary>
public sealed class MailStops(IDataProtectionProvider protection)
{
    public const string Path = "/mails/stop";

    private readonly IDataProtector tokens = protection.CreateProtector("LtiBadgeConnector.MailStop");

    public string TokenOf(TenantId tenant, LearnerId learner) => tokens.Protect($"{tenant.Value:N}|{learner.Value:N}");

    /// <summary>Null for anything we did not write.</summary>
    public (TenantId Tenant, LearnerId Learner)? Read(string token)
    {
        try
        {
            return tokens.Unprotect(token).Split('|') is [var tenant, var learner] ? (new(Guid.ParseExact(tenant, "N")), new(Guid.ParseExact(learner, "N"))) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
