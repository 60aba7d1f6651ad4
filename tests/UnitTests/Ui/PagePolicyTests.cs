using LtiBadgeConnector.Web.Ui;

namespace LtiBadgeConnector.UnitTests.Ui;

public class PagePolicyTests
{
    [Fact]
    public void Nobody_may_frame_a_page_unless_told() =>
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            new PagePolicy().ContentSecurityPolicy());

    [Fact]
    public void A_launch_lets_its_platform_frame_the_page()
    {
        var policy = new PagePolicy();
        policy.AllowFraming("https://moodle.example/lms/", "http://localhost:8080");

        Assert.True(policy.IsFramed);
        Assert.EndsWith("; frame-ancestors http://localhost:8080 https://moodle.example", policy.ContentSecurityPolicy(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_cannot_add_a_directive()
    {
        var policy = new PagePolicy();
        policy.AllowFraming("https://moodle.example/;script-src *");

        Assert.DoesNotContain("script-src *", policy.ContentSecurityPolicy(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => policy.AllowFraming("data:text/html,x"));
    }

    [Fact]
    public void A_page_that_answers_the_platform_may_post_there_and_nowhere_else()
    {
        var policy = new PagePolicy();
        policy.AllowFormsTo("https://moodle.example/mod/lti/contentitem_return.php");

        Assert.Contains("script-src 'self';", policy.ContentSecurityPolicy(), StringComparison.Ordinal);
        Assert.Contains("form-action 'self' https://moodle.example;", policy.ContentSecurityPolicy(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_strangers_made_may_do_nothing()
    {
        var policy = new PagePolicy();
        policy.AllowFramingByAnyone();
        policy.AllowNothing();
        Assert.Equal("default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox", policy.ContentSecurityPolicy());
    }
}
