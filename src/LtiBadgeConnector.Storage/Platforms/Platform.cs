using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Lti.Registrations;

namespace LtiBadgeConnector.Storage.Platforms;

/// <summary>A registration with what an administrator wants to know about it.</summary>
/// <param name="PlatformVersion">As the last launch or registration said.</param>
public sealed record Platform(
    PlatformId Id, Registration Registration, string? PlatformVersion, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? LastLaunchAt);

/// <summary>What saving a platform came to.</summary>
public abstract record PlatformSaved
{
    private PlatformSaved() { }

    public sealed record Added(PlatformId Id) : PlatformSaved;

    /// <param name="Id">Of the registration that was there; it keeps its id.</param>
    public sealed record Updated(PlatformId Id) : PlatformSaved;

    /// <summary>Issuer and client id belong to another tenant's registration, which stays as it is.</summary>
    public sealed record Taken : PlatformSaved
    {
        public const string Code = "platform-taken";
    }
}
