using System.Net;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.DemoLms.Campus;
using LtiBadgeConnector.Storage.Awarding;
using LtiBadgeConnector.Storage.Road;
using LtiBadgeConnector.Storage.Pages;
using LtiBadgeConnector.Storage.Platforms;

namespace LtiBadgeConnector.IntegrationTests.Lti;

/// <summary>The main road at an LMS that behaves like each of the products: registered, launched, read, awarded, placed and reported to.</summary>
public sealed class PersonalityTests
{
    public static TheoryData<string> Names => new(Personality.All.Select(one => one.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task From_registration_to_award_and_column(string name)
    {
        var campus = new Campus { Personality = Personality.Named(name) };
        await campus.InitializeAsync();
        try
        {
            var mapping = await campus.ARunningOne("Data Ethics");
            var totals = await campus.Get<MappingPages>().Totals(campus.Tenant, mapping.Id, CancellationToken.None);
            Assert.Equal(12, totals.Members);
            Assert.True(totals.Awarded > 0, "Nobody was awarded.");

            using var learner = await campus.Launch("misaki");
            Assert.Equal(HttpStatusCode.OK, learner.Status);
            using var instructor = await campus.Launch("instructor");
            await instructor.Go($"{instructor.Root}/d/{mapping.Id}/overview");
            await instructor.Press("id=\"report\"", "report");
            Assert.Contains("A column of its own shows 100 of 100 points", instructor.Page, StringComparison.Ordinal);
            Assert.NotNull(await campus.Get<ScoreLedger>().ColumnOf(campus.Tenant, mapping.Id, CancellationToken.None));

            using var placing = await campus.SignIn("instructor");
            await placing.Open($"{campus.Lms}/courses/{Campus.CourseNumber}/add");
            var frame = placing.Page.Split("src=\"").Select(part => part.Split('"')[0]).First(source => source.StartsWith("/lti/deep-link/", StringComparison.Ordinal));
            await placing.Launch(campus.Lms + frame);
            await placing.Press("id=\"place\"", "place", ("choice", "all"));
            await placing.Submit(placing.Automatic!);
            Assert.Contains("1 link placed", placing.Page, StringComparison.Ordinal);
        }
        finally
        {
            await campus.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_people_of_a_Canvas_are_joined_by_its_numbers_and_the_course_by_its_own()
    {
        var campus = new Campus { Personality = Personality.Canvas };
        await campus.InitializeAsync();
        try
        {
            var course = await campus.Course();
            Assert.Equal(40, course.ContextId.Length);
            Assert.Equal("2", course.LmsCourseId);
            Assert.Equal("https://canvas.instructure.com", Assert.Single(await campus.Get<PlatformRepository>().List(campus.Tenant, CancellationToken.None)).Registration.Issuer);
        }
        finally
        {
            await campus.DisposeAsync();
        }
    }

    [Fact]
    public async Task An_administrator_who_acts_as_a_learner_of_a_Canvas_changes_nothing_and_takes_nothing_from_the_learner()
    {
        var campus = new Campus { Personality = Personality.Canvas };
        await campus.InitializeAsync();
        try
        {
            var mapping = await campus.ARunningOne("Data Ethics");
            using var administrator = await campus.SignIn("admin");
            await administrator.Launch($"{campus.Lms}/lti/launch/{await campus.LinkOf(administrator)}?as=21");

            await administrator.Go($"{administrator.Root}/preferences");
            Assert.Equal(HttpStatusCode.OK, administrator.Status);
            await administrator.Press("id=\"preferences\"", "save", ("name", "true"));
            Assert.Contains("launch-masquerade", administrator.Page, StringComparison.Ordinal);

            var misaki = Assert.Single(await campus.Get<HandAwardRepository>().Members(campus.Tenant, mapping.Id, CancellationToken.None), member => member.Name == "佐藤 美咲");
            Assert.False((await campus.Get<ILearners>().Find(campus.Tenant, misaki.Learner, CancellationToken.None))!.NameAgreed);
        }
        finally
        {
            await campus.DisposeAsync();
        }
    }
}
