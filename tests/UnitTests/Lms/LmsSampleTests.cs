using System.Globalization;
using System.Text.Json;
using LtiBadgeConnector.Core.Connections;
using LtiBadgeConnector.Core.Lms;
using LtiBadgeConnector.UnitTests.Lms.Canvas;
using LtiBadgeConnector.UnitTests.Lms.Sources;

namespace LtiBadgeConnector.UnitTests.Lms;

/// <summary>Every sample is read as the list beside it says; the list is data, and so are the samples.</summary>
public sealed class LmsSampleTests : IDisposable
{
    private readonly CanvasVendor vendor = new();

    public void Dispose() => vendor.Dispose();

    [Fact]
    public void Every_sample_is_in_the_list() =>
        Assert.Equal(
            Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => Path.GetDirectoryName(file) != Folder).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
            Listed().Select(sample => sample.File).Order(StringComparer.Ordinal));

    public static TheoryData<string> Readable => new(Listed().Where(sample => !sample.IsTransport).Select(sample => sample.File));

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Is_read_as_the_list_says(string file)
    {
        var meaning = Listed().Single(sample => sample.File == file).Meaning;
        var read = await Read(file);

        var kind = meaning.GetProperty("kind").GetString();
        if (kind is "signal" or "retraction" || (kind is "enrolment" or "definition_change" && !meaning.TryGetProperty("course", out _)))
        {
            Assert.All(read, one => Assert.False(one.IsComplete));
            Assert.All(read, one => Assert.Contains(one.Kind, (LmsEventKind[])[LmsEventKind.Unused, LmsEventKind.CourseChanged, LmsEventKind.Retraction]));
            return;
        }

        var found = read.FirstOrDefault(one => KindOf(one) == kind);
        Assert.True(found is not null, $"{file}: {kind} is missing among {string.Join(", ", read.Select(KindOf))}");
        Compare(meaning, found, read);
    }

    [Theory]
    [InlineData("webhooks-plugin-course_passing_status_updated", "schema-course_passing_status_updated")]
    [InlineData("webhooks-plugin-persistent_grade_summary_changed", "schema-course_persistent_grade_summary_changed")]
    [InlineData("webhooks-plugin-certificate_created", "schema-certificate_created")]
    public void Open_edX_samples_have_the_members_of_the_published_schemas(string sample, string schema)
    {
        using var told = JsonDocument.Parse(SampleFiles.Bytes($"openedx/{sample}.json"));
        using var record = JsonDocument.Parse(SampleFiles.Bytes($"openedx/{schema}.avsc.json"));
        var data = told.RootElement.EnumerateObject().Single(member => member.Name.StartsWith("openedx_events.learning.data.", StringComparison.Ordinal)).Value;
        var fields = record.RootElement.GetProperty("fields")[0].GetProperty("type");
        Assert.Empty(Members(data).Except(Fields(fields)));

        static IEnumerable<string> Members(JsonElement json) => json.ValueKind != JsonValueKind.Object
            ? []
            : json.EnumerateObject().SelectMany(member => Members(member.Value).Select(inner => $"{member.Name}.{inner}").Prepend(member.Name));

        static IEnumerable<string> Fields(JsonElement type) => type.ValueKind != JsonValueKind.Object || !type.TryGetProperty("fields", out var fields)
            ? []
            : fields.EnumerateArray().SelectMany(field => Fields(field.GetProperty("type")).Select(inner => $"{field.GetProperty("name").GetString()}.{inner}").Prepend(field.GetProperty("name").GetString()!));
    }

    // The list says what each sample means, where a rule or a person decides between two totals it names one of them.
    private static void Compare(JsonElement meaning, LmsEvent found, IReadOnlyList<LmsEvent> all)
    {
        if (Named(meaning, "learner") is { } learner && found.Kind is not LmsEventKind.Enrolment) Assert.Contains(learner, found.Learner.Select(key => key.Value));
        if (Named(meaning, "course") is { } course) Assert.Contains(found.CourseId, (string[])[course, "uuid:" + course]);
        if (Named(meaning, "item") is { } item) Assert.Equal(item, found.Item?.Value[(found.Item.Value.Value.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (meaning.TryGetProperty("occurred_at", out var at) && found.Kind is not (LmsEventKind.Enrolment or LmsEventKind.CourseChanged))
            Assert.Equal(DateTimeOffset.Parse(at.GetString()!, CultureInfo.InvariantCulture), found.OccurredAt);
        if (meaning.TryGetProperty("released_to_learner", out var released)) Assert.Equal(released.GetBoolean(), found.IsReleased);
        if (meaning.TryGetProperty("grading_complete", out var complete)) Assert.Equal(complete.GetBoolean(), found.IsFinal);
        if (meaning.TryGetProperty("mastery", out var mastery)) Assert.Equal(mastery.GetBoolean(), found.Details.Holds);
        if (meaning.TryGetProperty("needs_lookup", out _)) Assert.False(found.IsComplete);
        if (meaning.TryGetProperty("completion", out var completion)) Assert.Contains(completion.GetString(), all.Select(one => one.Completion?.ToString().ToLowerInvariant()));
        if (!meaning.TryGetProperty("score", out var score)) return;
        Assert.Equal(score.GetProperty("given").GetDecimal(), found.Score!.Given);
        Assert.Equal(score.GetProperty("max") is { ValueKind: JsonValueKind.Number } maximum ? maximum.GetDecimal() : null, found.Score.Maximum);
    }

    private static string KindOf(LmsEvent read) => read.Kind switch
    {
        LmsEventKind.Grade when read.Item?.Value.Contains("-total:", StringComparison.Ordinal) is true => "course_grade",
        LmsEventKind.Grade => "item_grade",
        LmsEventKind.ActivityCompletion => "activity_completion",
        LmsEventKind.CourseCompletion when read.Type == "course_progress" => "course_progress",
        LmsEventKind.CourseCompletion => "course_completion",
        LmsEventKind.Outcome => "outcome_result",
        LmsEventKind.Enrolment => "enrolment",
        LmsEventKind.CourseChanged => "definition_change",
        _ => "signal",
    };

    private async Task<IReadOnlyList<LmsEvent>> Read(string file)
    {
        if (file.StartsWith("canvas/", StringComparison.Ordinal)) return await ReadCanvas(file);
        var source = file switch
        {
            _ when file.StartsWith("caliper/", StringComparison.Ordinal) || file.Contains("logstore_caliper", StringComparison.Ordinal) => ASource.Of(ConnectionKinds.Caliper),
            _ when file.StartsWith("moodle/local_webhooks", StringComparison.Ordinal) => ASource.Of(ConnectionKinds.MoodleLocalWebhooks),
            _ when file.StartsWith("moodle/tool_trigger", StringComparison.Ordinal) => ASource.Of(ConnectionKinds.MoodleToolTrigger),
            _ when file.StartsWith("openedx/", StringComparison.Ordinal) => ASource.Of(ConnectionKinds.OpenEdx),
            _ when file.StartsWith("cloudevents/", StringComparison.Ordinal) => ASource.Of(ConnectionKinds.CloudEvents),
            _ => ASource.Of(ConnectionKinds.Xapi),
        };
        if (file.StartsWith("moodle/", StringComparison.Ordinal)) source = source.With(ConnectionSettings.SiteUrl, "https://moodle.aoba.example");
        if (source.Kind == ConnectionKinds.MoodleLocalWebhooks) return await source.Read(SampleFiles.Text(file).Replace("sample-shared-token", ASource.Secret, StringComparison.Ordinal));
        return await source.Read(file.EndsWith(".http", StringComparison.Ordinal) ? source.Binary(SampleFiles.Text(file)) : source.Deliver(SampleFiles.Text(file)));
    }

    private async Task<IReadOnlyList<LmsEvent>> ReadCanvas(string file)
    {
        if (file.EndsWith(".jwt", StringComparison.Ordinal)) vendor.KeySet = SampleFiles.Text("canvas/signed-jwks.json");
        var body = file.Contains("/live-", StringComparison.Ordinal) ? vendor.Sign(SampleFiles.Text(file)) : SampleFiles.Bytes(file);
        Assert.IsType<Proof.Genuine>(await vendor.Prove(body));
        return vendor.Read(body);
    }

    private static string? Named(JsonElement meaning, string who) => meaning.TryGetProperty(who, out var named) ? named.GetProperty("value").GetString() : null;

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Lms", "Samples");

    private static IReadOnlyList<Sample> Listed() =>
        [.. JsonDocument.Parse(SampleFiles.Bytes("INDEX.json")).RootElement.GetProperty("samples").EnumerateArray().Select(sample => new Sample(sample.GetProperty("file").GetString()!, sample.GetProperty("meaning")))];

    private sealed record Sample(string File, JsonElement Meaning)
    {
        public bool IsTransport => Meaning.GetProperty("kind").GetString() is "transport" or "key-set" or "must-reject" or "schema";
    }
}
