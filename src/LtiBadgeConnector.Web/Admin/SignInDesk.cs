using System.Security.Cryptography;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Storage.Administrators;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Web.Configuration;
using Microsoft.AspNetCore.Identity;

namespace LtiBadgeConnector.Web.Admin;

/// <summary>What a try to sign in came to.</summary>
public abstract record SignInOutcome
{
    private SignInOutcome() { }

    public sealed record SignedIn(Administrator Administrator) : SignInOutcome;

    /// <param name="Code">Of the problem catalogue.</param>
    public sealed record Refused(string Code) : SignInOutcome;
}

/// <summary>Lets administrators in by password or by a one-time link, and records every try.</summary>
public sealed class SignInDesk(
    AdministratorRepository administrators, IPasswordHasher<Administrator> hasher, AuditRepository audit, AdminOptions options, TimeProvider time)
{
    public const int ShortestPassword = 10;
    public const string RefusedCode = "admin-sign-in-refused";
    public const string LinkInvalidCode = "admin-link-invalid";
    public const string LoginTakenCode = "admin-login-taken";

    // Verified when the login is unknown, so that the time of the answer does not tell.
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody(), Convert.ToHexString(RandomNumberGenerator.GetBytes(16))));

    /// <summary>One answer for an unknown login, a wrong password and a locked account.</summary>
    public async Task<SignInOutcome> ByPassword(string login, string password, CancellationToken ct)
    {
        var now = time.Now();
        var found = await administrators.FindByLogin(login, ct);
        var isRight = hasher.VerifyHashedPassword(found ?? Nobody(), found?.PasswordHash ?? nobodysHash.Value, password) != PasswordVerificationResult.Failed;
        if (found is not null && found.PasswordHash is not null && isRight && await administrators.TrySignIn(found.Id, now, ct)) return await Enter(found, "password", ct);

        if (found is not null && !isRight) await administrators.NoteFailure(found.Id, options.AttemptsUntilLockOut, now + options.LockOut, now, ct);
        return await Refuse(RefusedCode, found?.Id, ct);
    }

    /// <summary>Whose link it is, without using it up; null when it leads nowhere.</summary>
    public Task<UsedLink?> Look(string code, CancellationToken ct) => administrators.FindLink(code, time.Now(), ct);

    /// <summary>Uses the link of a person who is already an administrator: the password given replaces the old one.</summary>
    public async Task<SignInOutcome> ByLink(string code, string password, CancellationToken ct)
    {
        if (await administrators.UseLink(code, time.Now(), ct) is not { Administrator: { } id } || await administrators.Find(id, ct) is not { } found)
            return await Refuse(LinkInvalidCode, null, ct);

        var stamp = NewStamp();
        await administrators.SetPassword(id, hasher.HashPassword(found, password), stamp, ct);
        await administrators.TrySignIn(id, time.Now(), ct);
        return await Enter(found with { SecurityStamp = stamp }, "link", ct);
    }

    /// <summary>Uses the link of a new administrator.</summary>
    public async Task<SignInOutcome> Join(string code, string login, string name, string password, CancellationToken ct)
    {
        // Before the link is used up: another login can then still be chosen.
        if (await administrators.FindByLogin(login, ct) is not null) return new SignInOutcome.Refused(LoginTakenCode);
        if (await administrators.UseLink(code, time.Now(), ct) is not { Administrator: null }) return await Refuse(LinkInvalidCode, null, ct);

        var joined = Nobody() with { Id = new(Guid.CreateVersion7(time.Now())), Login = login.Trim().ToLowerInvariant(), Name = name.Trim(), SecurityStamp = NewStamp(), CreatedAt = time.Now(), LastSignInAt = time.Now() };
        joined = joined with { PasswordHash = hasher.HashPassword(joined, password) };
        return await administrators.Create(joined, ct) ? await Enter(joined, "first-link", ct) : new SignInOutcome.Refused(LoginTakenCode);
    }

    private async Task<SignInOutcome> Enter(Administrator administrator, string by, CancellationToken ct)
    {
        await audit.Append(AuditEntry.Of(null, time.Now(), "administrator", administrator.Id.ToString(), "admin-signed-in", administrator.Id.ToString(), $$"""{"by":"{{by}}"}"""), ct);
        return new SignInOutcome.SignedIn(administrator);
    }

    private async Task<SignInOutcome> Refuse(string code, AdministratorId? about, CancellationToken ct)
    {
        await audit.Append(AuditEntry.Of(null, time.Now(), "anonymous", null, "admin-sign-in-refused", about?.ToString(), $$"""{"code":"{{code}}"}"""), ct);
        return new SignInOutcome.Refused(code);
    }

    private static string NewStamp() => Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    private static Administrator Nobody() => new(default, "", "", null, "", 0, null, null, default, null);
}
