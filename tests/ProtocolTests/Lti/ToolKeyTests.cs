using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LtiBadgeConnector.Lti.Keys;
using LtiBadgeConnector.ProtocolTests.Lti.Support;

namespace LtiBadgeConnector.ProtocolTests.Lti;

/// <summary>Our keys: digest section 17.</summary>
public sealed class ToolKeyTests
{
    private static readonly ToolKey key = Stores.SharedKey.Public;

    [Fact]
    public void Publishes_public_members_only()
    {
        var set = JsonNode.Parse(ToolJwks.Document([key]))!;

        var jwk = Assert.Single(set["keys"]!.AsArray())!.AsObject();
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], jwk.Select(member => member.Key).Order());
        Assert.Equal(("RSA", "sig", "RS256", key.Kid), ((string)jwk["kty"]!, (string)jwk["use"]!, (string)jwk["alg"]!, (string)jwk["kid"]!));
        Assert.True(JsonNode.DeepEquals(jwk, JsonNode.Parse(ToolJwks.One(key))));
    }

    [Fact]
    public void Names_a_key_by_its_RFC_7638_thumbprint()
    {
        var canonical = $$"""{"e":"{{key.E}}","kty":"RSA","n":"{{key.N}}"}""";
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), key.Kid);
    }

    [Fact]
    public void Leaves_removed_keys_out_and_serves_no_kid_twice()
    {
        Assert.Empty(JsonNode.Parse(ToolJwks.Document([key with { State = ToolKeyState.Removed }]))!["keys"]!.AsArray());
        Assert.Throws<InvalidOperationException>(() => ToolJwks.Document([key, key]));
    }

    [Fact]
    public void Exports_a_PEM_of_the_same_key()
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(key.Pem());
        Assert.Equal(key.N, System.Buffers.Text.Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus));
        Assert.DoesNotContain("PRIVATE", key.Pem(), StringComparison.Ordinal);
    }

    [Fact]
    public void Comes_back_from_storage_and_refuses_another_keys_private_half()
    {
        using var again = ToolKeyPair.From(key, Stores.SharedKey.Pkcs8());
        Assert.Equal(key, again.Public);
        using var other = ToolKeyPair.Generate(World.Now);
        Assert.Throws<InvalidOperationException>(() => ToolKeyPair.From(key, other.Pkcs8()));
    }

    [Fact]
    public void Makes_no_short_keys() => Assert.Throws<ArgumentOutOfRangeException>(() => ToolKeyPair.Generate(World.Now, 1024));

    [Fact]
    public void Activates_a_successor_after_a_day_and_removes_the_old_one_after_two_more()
    {
        IReadOnlyList<ToolKey> keys = [key with { Kid = "old", State = ToolKeyState.Active }, key with { Kid = "new", CreatedAt = World.Now }];
        string States(DateTimeOffset now) => string.Join(' ', (keys = KeyRotation.Advance(keys, now)).Select(one => one.State));

        Assert.Equal("Active Published", States(World.Now + TimeSpan.FromHours(23)));
        Assert.Equal("Retired Active", States(World.Now + TimeSpan.FromHours(24)));
        Assert.Equal("Retired Active", States(World.Now + TimeSpan.FromHours(71)));
        Assert.Equal("Removed Active", States(World.Now + TimeSpan.FromHours(72)));
        Assert.Equal(World.Now + TimeSpan.FromHours(24), keys[1].ActivatedAt);
    }

    [Fact]
    public void Activates_the_first_key_and_an_emergencys_successor_at_once()
    {
        Assert.Equal(ToolKeyState.Active, KeyRotation.Advance([key], World.Now)[0].State);
        var rotated = KeyRotation.Advance([key with { Kid = "old", State = ToolKeyState.Active }, key with { Kid = "new", CreatedAt = World.Now }], World.Now, emergency: true);
        Assert.Equal([ToolKeyState.Retired, ToolKeyState.Active], rotated.Select(one => one.State));
    }
}
