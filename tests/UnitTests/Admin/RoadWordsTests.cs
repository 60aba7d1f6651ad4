using LtiBadgeConnector.Core.Courses;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.UnitTests.Admin;

public class RoadWordsTests
{
    private static readonly IStringLocalizer<Words> words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Words>>();

    [Theory]
    [InlineData(ResultKind.Grade, "Quiz 1", "Quiz 1")]
    [InlineData(ResultKind.Grade, CourseItem.NameOfTotal, "Course total")]
    [InlineData(ResultKind.Attendance, null, "the attendance")]
    [InlineData(ResultKind.CourseCompletion, null, "the course")]
    public void A_result_of_the_course_as_a_whole_is_named_by_what_it_is(ResultKind kind, string? name, string shown) => Assert.Equal(shown, RoadWords.OfItem(words, kind, name));
}
