using LtiBadgeConnector.Core.Issuing;

namespace LtiBadgeConnector.UnitTests.Credentials;

public class RecipientIdentifierTests
{
    // The worked value of the Open Badges 3.0 specification, IdentityHash.
    private const string Published = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";

    [Fact]
    public void Hashes_as_the_specification_s_worked_value() =>
        Assert.Equal(Published, RecipientIdentifier.OfEmail("a@example.com", "Kosher").IdentityHash);

    [Theory]
    [InlineData("a@example.com")]
    [InlineData("  A@Example.COM\n")]
    public void Recognises_the_address_however_it_is_typed(string typed) =>
        Assert.True(new RecipientIdentifier(Published, "Kosher").Matches(typed));

    [Fact]
    public void Accepts_upper_case_hex() =>
        Assert.True(new RecipientIdentifier(Published.ToUpperInvariant(), "Kosher").Matches("a@example.com"));

    [Fact]
    public void Does_not_recognise_another_address() =>
        Assert.False(new RecipientIdentifier(Published, "Kosher").Matches("b@example.com"));

    [Fact]
    public void Salts_differ_from_one_badge_to_the_next()
    {
        var first = RecipientIdentifier.OfEmail("a@example.com");
        var second = RecipientIdentifier.OfEmail("a@example.com");

        Assert.NotEqual(first.Salt, second.Salt);
        Assert.NotEqual(first.IdentityHash, second.IdentityHash);
        Assert.Equal(32, first.Salt.Length);
        Assert.True(first.Matches("a@example.com"));
    }
}
