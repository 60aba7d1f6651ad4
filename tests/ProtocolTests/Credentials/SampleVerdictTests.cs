using System.Text.Json;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>
/// Every Open Badge 3.0 and CLR 2.0 sample with the verdict that its collection states for 2026-11-22, with nothing but the
/// collection as network.
/// </summary>
public class SampleVerdictTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonElement Index = JsonDocument.Parse(Files.Bytes("Samples/index.json")).RootElement;

    private static readonly Dictionary<string, JsonElement> Entries =
        Index.GetProperty("entries").EnumerateArray().Where(entry => entry.Text("expected") is not null).ToDictionary(entry => entry.GetProperty("file").GetString()!);

    // Where we say something else than the collection, and why.
    private static readonly Dictionary<string, (string Verdict, string Why)> Others = new()
    {
        ["ob3/1edtech-validator/complete.json"] = ("indeterminate", "its status list is not in the collection: that is never 'not revoked'"),
        ["ob3/1edtech-validator/credential-status-revoked.json"] = ("invalid", "its issuer's DID document and its status list are not in the collection"),
        ["ob3/1edtech-spec/impl-migrating-2.json"] = ("not-a-credential", "the profile of an issuer of Open Badges 2.0"),
    };

    public static TheoryData<string> Names => [.. Entries.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Says_what_the_collection_says(string file)
    {
        var report = await Collection().Verify(Files.Bytes($"Samples/{file}"), At);
        Assert.True(Accepted(file).Contains(report.Verdict.Name()), $"{report.Verdict.Name()} instead of {string.Join(" or ", Accepted(file))}: {string.Join("; ", report.Checks.Select(check => $"{check.Name} {check.Result} {check.Code} {check.Detail}"))}");
    }

    [Fact]
    public void Looks_at_the_whole_collection()
    {
        Assert.True(Entries.Count >= 110, $"{Entries.Count}");
        Assert.All(Others.Keys, name => Assert.Contains(name, Entries.Keys));
    }

    private static IEnumerable<string> Accepted(string file)
    {
        if (Others.TryGetValue(file, out var other)) return [other.Verdict];
        var entry = Entries[file];
        IEnumerable<string> expected = entry.Text("expected") == "not-checkable-offline" ? ["indeterminate", "unsupported", "invalid"] : [entry.Text("expected")!];
        return expected.Concat(entry.Texts("acceptAlso"));
    }

    internal static Web Collection()
    {
        var web = new Web();
        foreach (var list in Index.GetProperty("statusLists").EnumerateObject()) web.With(list.Name, Files.Bytes($"Samples/{list.Value.GetString()}"));
        foreach (var did in new[] { "legacy", "oidf" }) web.With($"https://digitalcredentials.github.io/vc-test-fixtures/dids/{did}/did.json", Files.Bytes($"Samples/ob3/dcc/dids/{did}/did.json"));
        return web;
    }
}
