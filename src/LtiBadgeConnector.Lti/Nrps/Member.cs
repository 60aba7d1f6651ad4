using System.Text.Json;
using LtiBadgeConnector.Lti.Json;
using LtiBadgeConnector.Lti.Messages;
using LtiBadgeConnector.Lti.Roles;

namespace LtiBadgeConnector.Lti.Nrps;

/// <summary>One person on the roster of a context. Everything but id and roles depends on privacy settings.</summary>
/// <param name="Custom">Custom parameters of the member's launch of one link; empty unless <c>rlid</c> was asked for.</param>
/// <param name="Source">As read, unknown members included.</param>
public sealed record Member(
    string UserId,
    MemberStatus Status,
    RoleSet Roles,
    Person Person,
    string? PersonSourcedId,
    CustomParameters Custom,
    JsonElement Source)
{
    /// <summary>Null if the element names no user.</summary>
    internal static Member? Read(JsonElement member) =>
        member.Text("user_id") is { Length: > 0 } userId
            ? new Member(
                userId, StatusOf(member.Text("status")), RoleSet.Parse(member.Texts("roles")), MessageReader.ReadPerson(member),
                member.Text("lis_person_sourcedid"), CustomOf(member), member)
            : null;

    /// <summary>The same person on two pages: roles are joined, the later page wins for the rest.</summary>
    public Member MergedWith(Member later)
    {
        ArgumentNullException.ThrowIfNull(later);
        return later with { Roles = RoleSet.Parse(Roles.Raw.Union(later.Roles.Raw, StringComparer.Ordinal)) };
    }

    private static MemberStatus StatusOf(string? status) =>
        Enum.TryParse<MemberStatus>(status, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : MemberStatus.Active;

    private static CustomParameters CustomOf(JsonElement member) =>
        member.Member("message") is { ValueKind: JsonValueKind.Array } messages
            ? MessageReader.ReadCustom(messages.EnumerateArray().Select(message => message.Object(LtiClaims.Custom)).FirstOrDefault(custom => custom is not null))
            : CustomParameters.None;
}

public enum MemberStatus
{
    Active,
    Inactive,

    /// <summary>Only in answers about differences.</summary>
    Deleted,
}
