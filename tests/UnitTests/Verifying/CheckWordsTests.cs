using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Verifying;

namespace LtiBadgeConnector.UnitTests.Verifying;

public class CheckWordsTests
{
    [Fact]
    public void Every_code_of_a_check_has_words_of_its_own()
    {
        var sentences = VerificationCodes.All.Select(code => CheckWords.FindingOf(code).Key).ToList();

        Assert.All(sentences, sentence => Assert.NotEmpty(sentence));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }

    [Fact]
    public void Every_check_has_a_name() => Assert.All(CheckNames.All, name => Assert.NotEmpty(CheckWords.NameOf(name).Key));

    [Fact]
    public void A_code_without_words_is_noticed() => Assert.Throws<KeyNotFoundException>(() => CheckWords.FindingOf("never-heard-of"));
}
