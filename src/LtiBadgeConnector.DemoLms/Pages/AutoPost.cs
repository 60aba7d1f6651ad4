namespace LtiBadgeConnector.DemoLms.Pages;

/// <summary>A form that sends itself; without script it has a button.</summary>
internal static class AutoPost
{
    public static Html Form(string action, IEnumerable<KeyValuePair<string, string>> fields, Words words) => Html.Of($"""
        <form method="post" action="{action}" data-auto-submit>
          {fields.Select(f => Html.Of($"<input type=\"hidden\" name=\"{f.Key}\" value=\"{f.Value}\">"))}
          <p role="status">{words["Opening…"]}</p>
          <noscript><button>{words["Continue"]}</button></noscript>
        </form>
        """);
}
