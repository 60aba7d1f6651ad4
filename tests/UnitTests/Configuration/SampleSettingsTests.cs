using System.ComponentModel.DataAnnotations;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using LtiBadgeConnector.TestKit;
using LtiBadgeConnector.UnitTests.Architecture;
using LtiBadgeConnector.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace LtiBadgeConnector.UnitTests.Configuration;

/// <summary>The sample shows every key with its default, and nothing else.</summary>
public sealed class SampleSettingsTests
{
    private static readonly JsonSerializerOptions Defaults = new() { IgnoreReadOnlyProperties = true, Converters = { new JsonStringEnumConverter() } };
    private static readonly string Sample = File.ReadAllText(Path.Combine(Repository.Root, "appsettings.sample.json"));

    [Fact]
    public void The_sample_shows_every_key_with_its_default_and_binds() => Guard.FindsNothing(Problems(Sample));

    [Theory]
    [InlineData("\"LargestBody\": 1048576", "\"LargestBody\": 1048576, \"Largest\": 5", "Webhooks:Largest is unknown")]
    [InlineData("\"Webhooks\"", "\"Webhook\"", "Webhook is unknown")]
    [InlineData("\"Role\": \"both\"", "\"FormerRole\": \"both\"", "Connector:Role is missing")]
    [InlineData("\"SecretFile\": null,", "", "Issuer:KeyEncryption:SecretFile is missing")]
    [InlineData("\"SweepEvery\": \"00:01:00\"", "\"SweepEvery\": \"1.00:00:00\"", "Worker:SweepEvery is invalid")]
    [InlineData("\"SweepEvery\": \"00:01:00\"", "\"SweepEvery\": \"often\"", "Worker is invalid")]
    [InlineData("\"AttemptsUntilLockOut\": 5", "\"AttemptsUntilLockOut\": 6", "Admin:AttemptsUntilLockOut is not the default")]
    public void A_key_that_is_unknown_missing_invalid_or_no_default_is_noticed(string there, string instead, string problem)
    {
        Assert.Contains(there, Sample, StringComparison.Ordinal);

        Assert.Contains(Problems(Sample.Replace(there, instead, StringComparison.Ordinal)), found => found.StartsWith(problem, StringComparison.Ordinal));
    }

    private static List<string> Problems(string json)
    {
        var shown = JsonNode.Parse(json)!.AsObject();
        var known = new JsonObject(OptionsSetup.Sections.Select(section =>
            KeyValuePair.Create(section.Name, JsonSerializer.SerializeToNode(Activator.CreateInstance(section.Type), section.Type, Defaults))));
        return [.. Compare(shown, known, ""), .. OptionsSetup.Sections.SelectMany(section => Bind(section, json))];
    }

    private static IEnumerable<string> Compare(JsonObject shown, JsonObject known, string prefix)
    {
        foreach (var (key, _) in shown.Where(pair => !known.ContainsKey(pair.Key))) yield return $"{prefix}{key} is unknown";
        foreach (var (key, value) in known)
        {
            if (!shown.TryGetPropertyValue(key, out var given)) yield return $"{prefix}{key} is missing";
            else if (value is JsonObject inner && given is JsonObject givenInner)
                foreach (var problem in Compare(givenInner, inner, $"{prefix}{key}:")) yield return problem;
            else if (!JsonNode.DeepEquals(value, given)) yield return $"{prefix}{key} is not the default {value?.ToJsonString() ?? "null"}";
        }
    }

    private static List<string> Bind(OptionsSection section, string json)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        try
        {
            var options = configuration.GetSection(section.Name).Get(section.Type) ?? Activator.CreateInstance(section.Type)!;
            List<ValidationResult> problems = [];
            Validator.TryValidateObject(options, new(options), problems, validateAllProperties: true);
            return [.. problems.Select(problem => $"{section.Name}:{string.Join(',', problem.MemberNames)} is invalid: {problem.ErrorMessage}")];
        }
        catch (InvalidOperationException e)
        {
            return [$"{section.Name} is invalid: {e.Message}"];
        }
    }
}
