using LtiBadgeConnector.Credentials.Baking;

namespace LtiBadgeConnector.Credentials.Verification;

/// <summary>A picture somebody handed in, recognised by its content.</summary>
internal abstract record BakedImage
{
    // Pictures are larger than badges.
    private const int MostBytes = 8 * 1024 * 1024;

    /// <param name="Text">A token, JSON, or the address of an old assertion.</param>
    public sealed record Holds(string Text, Finding Finding) : BakedImage;

    public sealed record Refused(Finding Finding) : BakedImage;

    /// <summary>Null when it is no picture at all.</summary>
    public static BakedImage? Open(ReadOnlyMemory<byte> bytes)
    {
        var isPng = PngBaking.IsPng(bytes.Span);
        if (!isPng && !SvgBaking.LooksLikeXml(bytes.Span)) return null;
        if (bytes.Length > MostBytes) return new Refused(Finding.Fail(CheckNames.Image, Verdict.Unsupported, VerificationCodes.InputTooLarge));
        return (isPng ? PngBaking.Unbake(bytes) : SvgBaking.Unbake(bytes)) switch
        {
            Unbaked.Found found => new Holds(found.Text.Trim(), Finding.Pass(CheckNames.Image, VerificationCodes.ImageGood, isPng ? PngBaking.KeywordOf(found.Generation) : "openbadges")),
            Unbaked.Damaged => new Refused(Finding.Fail(CheckNames.Image, Verdict.Invalid, VerificationCodes.ImageDamaged)),
            Unbaked.Ambiguous => new Refused(Finding.Fail(CheckNames.Image, Verdict.Invalid, VerificationCodes.ImageAmbiguous)),
            _ => new Refused(Finding.Fail(CheckNames.Image, Verdict.NotACredential, VerificationCodes.ImageEmpty)),
        };
    }
}
