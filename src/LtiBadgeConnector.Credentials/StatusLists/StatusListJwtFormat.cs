using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Core.StatusLists;
using LtiBadgeConnector.Credentials.Keys;

namespace LtiBadgeConnector.Credentials.StatusLists;

/// <summary>A status list as a token, signed like the credentials it is about.</summary>
public sealed class StatusListJwtFormat : IStatusListFormat
{
    private readonly TokenSigner signer = new();

    public string Name => "bitstring-jwt";

    public Task<SignedDocument> Sign(StatusListToSign list, StatusListTimes times, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var key = TokenSigner.KeyOf(list.Issuer, list.Keys);
        var payload = JsonBytes.Write(json =>
        {
            json.WriteStartObject();
            StatusListJson.Write(json, list, times);
            json.WriteString("iss", list.Issuer.Id);
            json.WriteString("jti", list.Url);
            json.WriteString("sub", StatusListJson.SubjectOf(list));
            json.WriteNumber("nbf", times.ValidFrom.ToUnixTimeSeconds());
            json.WriteNumber("exp", times.ValidUntil.ToUnixTimeSeconds());
            json.WriteEndObject();
        });
        return Task.FromResult(new SignedDocument(Name, "application/vc+jwt", signer.Sign(payload, key), key.Id, times.ValidFrom));
    }
}
