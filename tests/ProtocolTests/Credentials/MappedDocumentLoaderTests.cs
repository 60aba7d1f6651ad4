using System.Text;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>Checking without a network: the <c>--documents</c> map.</summary>
public sealed class MappedDocumentLoaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [Fact]
    public async Task A_badge_is_checked_from_files_alone()
    {
        Write("key.json", IssuerKeysDocument.Jwk(ADossier.Key));
        Write("jwks.json", IssuerKeysDocument.JwkSet([ADossier.Key]));
        var map = Map($$"""{"entries":[{"url":"{{ADossier.KeyId}}","file":"key.json","contentType":"application/jwk+json"},{"url":"{{Web.JwksUrl}}","file":"jwks.json"}]}""");

        var report = await new CredentialVerifier(MappedDocumentLoader.Read(map)).Verify(await Tokens.Issue(ADossier.Full()), new(ADossier.AwardedAt), CancellationToken.None);
        Assert.Equal(Verdict.Valid, report.Verdict);
    }

    [Fact]
    public async Task Says_what_is_not_there()
    {
        var loader = MappedDocumentLoader.Read(Map("""{"entries":[{"url":"https://a.example/","file":"absent.json","contentType":"x/y"}]}"""));

        Assert.Equal(new LoadedDocument.Failed("document-file-missing"), await loader.Load("https://a.example/", CancellationToken.None));
        Assert.Equal(new LoadedDocument.Failed("document-not-in-map"), await loader.Load("https://b.example/", CancellationToken.None));
    }

    [Fact]
    public async Task Tells_the_content_type_the_map_states()
    {
        Write("a.json", [1]);
        var found = Assert.IsType<LoadedDocument.Found>(await MappedDocumentLoader.Read(Map("""{"entries":[{"url":"u","file":"a.json","contentType":"x/y"}]}""")).Load("u", CancellationToken.None));

        Assert.Equal("x/y", found.ContentType);
        Assert.Equal([1], found.Bytes);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("""{"entries":[{"url":"u"}]}""")]
    [InlineData("""{"entries":[{"url":"u","file":"a"},{"url":"u","file":"b"}]}""")]
    public void Refuses_a_file_that_is_no_map(string text) =>
        Assert.Throws<InvalidDataException>(() => MappedDocumentLoader.Read(Map(text)));

    public void Dispose() => folder.Delete(recursive: true);

    private string Map(string json)
    {
        Write("map.json", Encoding.UTF8.GetBytes(json));
        return Path.Combine(folder.FullName, "map.json");
    }

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(folder.FullName, name), bytes);
}
