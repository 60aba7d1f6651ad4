using System.Text;
using LtiBadgeConnector.Core.Awarding;
using LtiBadgeConnector.Credentials.Verification;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Sharing;
using LtiBadgeConnector.Web.Ui;
using LtiBadgeConnector.Web.Uploads;
using LtiBadgeConnector.Web.Verifying;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages;

/// <summary>Checks any badge from anywhere. Keeps nothing, needs no cookie and no script; checking changes nothing, so no token guards the form.</summary>
[IgnoreAntiforgeryToken]
[RequestSizeLimit(MostForm)]
[RequestFormLimits(MultipartBodyLengthLimit = MostForm, ValueLengthLimit = MostForm)]
[RefuseLargeBody(MostForm, "verify-input-too-large")]
public sealed class VerifyModel(CredentialVerifier verifier, TrustedIssuers trusted, BadgeSource source, ServiceName service, IStringLocalizer<Words> words, Formats formats, TimeProvider time) : PageModel
{
    // 2 MB of badge and what a form adds around it.
    private const int MostForm = 2 * 1024 * 1024 + 64 * 1024;

    public string Speaker { get; private set; } = "";

    public string Given { get; private set; } = "";

    public string? Email { get; private set; }

    /// <summary>Null until something was checked.</summary>
    public VerificationReport? Report { get; private set; }

    public VerdictStatement? Statement { get; private set; }

    /// <summary>When and why it was withdrawn, where we are the issuer.</summary>
    public Withdrawal? Withdrawal { get; private set; }

    /// <summary>The same, while it is suspended.</summary>
    public Suspension? Suspension { get; private set; }

    /// <summary>Why the address led to nothing; a code.</summary>
    public string? Unavailable { get; private set; }

    /// <summary>Why there is nothing to check; a code.</summary>
    public string? Refused { get; private set; }

    public bool IsAnswered => Report is not null || Unavailable is not null;

    public DateTimeOffset CheckedAt { get; } = time.GetUtcNow();

    /// <summary>The address of the result as JSON; only when the input was an address.</summary>
    public string? JsonHref => Report is not null && BadgeSource.IsAddress(Given) && Email is null ? $"/verify?url={Uri.EscapeDataString(Given)}&report=json" : null;

    public async Task<IActionResult> OnGet(string? url, string? report, CancellationToken ct)
    {
        Speaker = await service.Find(ct);
        if (string.IsNullOrWhiteSpace(url)) return Page();

        Given = url.Trim();
        await CheckText(ct);
        if (report == "json" && Report is not null) return File(Report.ToJson(), "application/json");
        return Page();
    }

    public async Task<IActionResult> OnPost(string? text, IFormFile? file, string? email, CancellationToken ct)
    {
        Given = text?.Trim() ?? "";
        Email = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        if (file is not { Length: > 0 } && Email is null && BadgeSource.IsAddress(Given)) return Redirect($"/verify?url={Uri.EscapeDataString(Given)}");

        Speaker = await service.Find(ct);
        if (file is { Length: > 0 }) await CheckFile(file, ct);
        else await CheckText(ct);
        if (Refused is not null) Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task CheckFile(IFormFile file, CancellationToken ct)
    {
        Given = "";
        await Check(await file.Bytes(ct), ct);
    }

    private async Task CheckText(CancellationToken ct)
    {
        if (Given.Length == 0)
        {
            Refused = "verify-input-missing";
            ModelState.AddModelError("text", words["Paste an address or a credential, or choose a file"]);
            return;
        }
        if (!BadgeSource.IsAddress(Given))
        {
            await Check(Encoding.UTF8.GetBytes(Given), ct);
            return;
        }

        switch (await source.Load(Given, ct))
        {
            case LoadedDocument.Found found: await Check(found.Bytes, ct); break;
            case LoadedDocument.Failed failed: Unavailable = failed.Code; break;
        }
    }

    private async Task Check(byte[] bytes, CancellationToken ct)
    {
        Report = trusted.Mark(await verifier.Verify(bytes, new VerificationRequest(CheckedAt, Email), ct));
        var award = await source.VoidAwardOf(Report, ct);
        (Withdrawal, Suspension) = (award?.Withdrawal, award?.Suspension);
        // A status that can only say "suspended" stays so for ever when we took the award back for good.
        Statement = Withdrawal is null ? VerdictStatement.Of(Report, words, formats) : VerdictStatement.Withdrawn(words);
    }
}
