using LtiBadgeConnector.Web.Admin;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.UnitTests.Admin;

/// <summary>What our own parts say of a failed check is in the page's language; what the LMS says stays as it is.</summary>
public sealed class DetailWordsTests
{
    private static readonly IStringLocalizer<Words> words = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Words>>();
    private static readonly WordsIn japanese = new("ja", words);

    [Theory]
    [InlineData("nobody has authorised this connection yet", "この接続はまだ誰も認可していません")]
    [InlineData("GET /api/v1/courses/1/assignments: the site cannot be reached", "GET /api/v1/courses/1/assignments: サイトに接続できません")]
    [InlineData("url:GET|/api/v1 · GET /api/v1: no answer within 30 s", "url:GET|/api/v1 · GET /api/v1: 30秒以内に応答がありません")]
    [InlineData("the token endpoint answered 400: invalid_client", "トークンエンドポイントの応答：400（invalid_client）")]
    [InlineData("the token endpoint answered 503", "トークンエンドポイントの応答：503")]
    [InlineData("POST https://lms.example/token did not answer within 10 s", "POST https://lms.example/tokenから10秒以内に応答がありません")]
    [InlineData("POST https://lms.example/token cannot be reached", "POST https://lms.example/tokenに接続できません")]
    [InlineData("core_webservice_get_site_info: Invalid token - token not found", "core_webservice_get_site_info: Invalid token - token not found")]
    [InlineData("data.score.given is not a number", "data.score.givenが数値ではありません")]
    [InlineData("data.user.id is not an id: a whole number, or 1 to 255 characters without control characters", "data.user.idがIDではありません（整数、または制御文字を含まない1～255文字）")]
    [InlineData("data.course.id is missing", "data.course.idがありません")]
    [InlineData("type is missing or too long", "typeがないか、長すぎます")]
    [InlineData("statement 3 has no verb", "ステートメント3にverbがありません")]
    [InlineData("not a Live Event: no event_name, or not one Caliper event", "Live Eventではありません（event_nameがないか、1件のCaliperイベントではありません）")]
    [InlineData("core_user_get_users: Something of the site is missing", "core_user_get_users: Something of the site is missing")]
    [InlineData("https://lms.example", "https://lms.example")]
    [InlineData(null, "")]
    public void A_detail_is_said_in_Japanese(string? detail, string said) => Assert.Equal(said, DetailWords.Say(japanese, detail));

    [Theory]
    [InlineData("nobody has authorised this connection yet")]
    [InlineData("GET /api/v1: status 418")]
    [InlineData("")]
    public void In_English_nothing_changes(string detail) => Assert.Equal(detail, DetailWords.Say(new WordsIn("en", words), detail));
}
