using System.Text.Json;
using LtiBadgeConnector.Core.Issuing;
using LtiBadgeConnector.Credentials.Documents;
using LtiBadgeConnector.Credentials.Endorsements;
using LtiBadgeConnector.Credentials.Formats;
using LtiBadgeConnector.Credentials.Keys;
using LtiBadgeConnector.Credentials.Schemas;
using LtiBadgeConnector.Credentials.Verification;

namespace LtiBadgeConnector.ProtocolTests.Credentials;

/// <summary>What an outside body signs about us: checked when it comes in, carried in credentials, checked by whoever gets those.</summary>
public class EndorsementTests
{
    private static readonly DateTimeOffset Now = ADossier.AwardedAt.AddDays(1);
    private static readonly IssuerKey Ours = IssuerKeys.NewEd25519($"{ADossier.IssuerId}/keys/e1", ADossier.IssuerId, TimeProvider.System);

    [Fact]
    public async Task A_sound_endorsement_is_read_in_both_forms()
    {
        foreach (var (text, isToken) in new[] { (AnEndorsement.OfJson(), false), (AnEndorsement.OfToken(), true) })
        {
            var good = Assert.IsType<ReadEndorsement.Good>(await Read(text));
            Assert.Equal((isToken, ADossier.IssuerId, AnEndorsement.AgencyId, "Quality Agency", "Accredited until 2030."), (good.Endorsement.IsToken, good.SubjectUrl, good.EndorserUrl, good.EndorserName, good.Comment));
            Assert.Equal(text, good.Endorsement.Document);
        }
    }

    [Theory]
    [InlineData("{}", "endorsement-unreadable")]
    [InlineData("no JSON", "endorsement-unreadable")]
    public async Task Something_else_is_refused(string text, string problem) => Assert.Equal(problem, Assert.IsType<ReadEndorsement.Refused>(await Read(text)).Problem);

    [Fact]
    public async Task A_badge_is_no_endorsement() =>
        Assert.Equal("endorsement-unreadable", Assert.IsType<ReadEndorsement.Refused>(await Read(await Tokens.Issue(ADossier.Full()))).Problem);

    [Fact]
    public async Task A_changed_an_ended_and_an_unknown_body_s_endorsement_are_refused_with_what_was_checked()
    {
        var changed = AnEndorsement.OfJson().Replace("until 2030", "until 2099", StringComparison.Ordinal);
        var ended = AnEndorsement.OfJson(until: Now.AddHours(-1));
        foreach (var refused in new[] { await Read(changed), await Read(ended), await Read(AnEndorsement.OfToken(), new Web()) })
        {
            var what = Assert.IsType<ReadEndorsement.Refused>(refused);
            Assert.Equal("endorsement-not-valid", what.Problem);
            Assert.NotEqual(Verdict.Valid, what.Report!.Verdict);
        }
    }

    [Fact]
    public async Task One_that_is_too_large_is_refused() =>
        Assert.Equal("endorsement-too-large", Assert.IsType<ReadEndorsement.Refused>(await Read(AnEndorsement.OfJson(comment: new string('a', 40_000)))).Problem);

    [Fact]
    public async Task Credentials_carry_endorsements_of_both_forms_and_every_check_of_them_passes()
    {
        var dossier = Endorsed();
        var inside = await new OpenBadge3DataIntegrityFormat().Issue(dossier, CancellationToken.None);
        var token = await new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None);

        var json = JsonDocument.Parse(inside.Bytes).RootElement;
        Assert.Equal(AnEndorsement.OfJson(), json.GetProperty("issuer").GetProperty("endorsement")[0].GetRawText());
        Assert.Single(json.GetProperty("credentialSubject").GetProperty("achievement").GetProperty("endorsementJwt").EnumerateArray());
        foreach (var document in new[] { inside, token })
            (await Web.OfIssuer(ADossier.Key, Ours).WithAgency().Verify(document.Bytes)).Is(Verdict.Valid, CheckNames.Endorsements, VerificationCodes.EndorsementsGood);
    }

    [Fact]
    public async Task A_bad_endorsement_is_told_and_says_nothing_against_the_badge()
    {
        var dossier = Endorsed() with { Issuer = ADossier.Issuer with { Endorsements = [new(AnEndorsement.OfJson().Replace("2030", "2099", StringComparison.Ordinal), IsToken: false)] } };
        var token = await new OpenBadge3JwtFormat().Issue(dossier, CancellationToken.None);

        (await Web.OfIssuer(ADossier.Key, Ours).WithAgency().Verify(token.Bytes)).Is(Verdict.Valid, CheckNames.Endorsements, VerificationCodes.EndorsementInvalid);
        (await Web.OfIssuer(ADossier.Key, Ours).Verify((await new OpenBadge3JwtFormat().Issue(Endorsed(), CancellationToken.None)).Bytes)).Is(Verdict.Valid, CheckNames.Endorsements, VerificationCodes.EndorsementUncertain);
    }

    [Fact]
    public void The_public_documents_carry_them_too()
    {
        var profile = JsonDocument.Parse(IssuerProfileDocument.Write(Endorsed().Issuer, [Ours])).RootElement;
        Assert.Empty(SchemaLibrary.Find(OpenBadge3.ProfileSchema)!.Validate(profile));
        Assert.Single(profile.GetProperty("endorsement").EnumerateArray());
    }

    internal static AwardDossier Endorsed() => ADossier.Full() with
    {
        Keys = [ADossier.Key, Ours],
        Issuer = ADossier.Issuer with { Endorsements = [new(AnEndorsement.OfJson(), IsToken: false)] },
        Achievement = ADossier.Achievement with { Endorsements = [new(AnEndorsement.OfToken(ADossier.Achievement.Id), IsToken: true), new(AnEndorsement.OfJson(ADossier.Achievement.Id), IsToken: false)] },
    };

    private static Task<ReadEndorsement> Read(string text, Web? web = null) =>
        new EndorsementReader(new CredentialVerifier(web ?? new Web().WithAgency())).Read(text, Now, CancellationToken.None);
}
