using System.Security.Cryptography;
using System.Text;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;

namespace LtiBadgeConnector.IntegrationTests.Lms;

/// <summary>As much of the protocol of Amazon SQS as a reader of a queue meets.</summary>
internal static class FakeQueue
{
    public static IRequestBuilder Asked(string action) => Request.Create().UsingPost().WithHeader("X-Amz-Target", "AmazonSQS." + action);

    public static IResponseBuilder Answer(string json, int status = 200) => Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/x-amz-json-1.0").WithBody(json);

#pragma warning disable CA5351 // What SQS writes, not what anybody relies on.
    public static string Md5(string body) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(body)));
#pragma warning restore CA5351
}
