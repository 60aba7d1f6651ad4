using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>A file for a spreadsheet that is written line by line as its rows are read, so that any number fits.</summary>
internal sealed class CsvFile(string name, IAsyncEnumerable<string> lines) : IActionResult
{
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "text/csv; charset=utf-8";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = name }.ToString();
        // The mark at the beginning tells spreadsheets that it is UTF-8.
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await foreach (var line in lines.WithCancellation(context.HttpContext.RequestAborted)) await writer.WriteAsync(line);
    }
}
