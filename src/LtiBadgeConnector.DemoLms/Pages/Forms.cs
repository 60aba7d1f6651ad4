namespace LtiBadgeConnector.DemoLms.Pages;

internal static class Forms
{
    /// <summary>The posted fields; none when the request carries no form, so that a bare POST is a refusal and not a failure.</summary>
    public static async Task<IFormCollection> Read(HttpContext context, CancellationToken ct) =>
        context.Request.HasFormContentType ? await context.Request.ReadFormAsync(ct) : FormCollection.Empty;
}
