using System.Globalization;
using System.Text;
using LtiBadgeConnector.Core.Ids;
using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Storage.Audit;
using LtiBadgeConnector.Storage.Mappings;
using LtiBadgeConnector.Web.Authoring;
using LtiBadgeConnector.Web.Localisation;
using LtiBadgeConnector.Web.Problems;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Security;
using LtiBadgeConnector.Web.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>What becomes of an award: the policy of one mapping.</summary>
[Authorize(Policy = Policies.LaunchStaff)]
public sealed class AfterwardsModel(CourseDesk desk, MappingRepository mappings, AuditRepository audit, IStringLocalizer<Words> words, TimeProvider time) : DefinitionPageModel(desk)
{
    [BindProperty]
    public PolicyForm Form { get; set; } = new();

    /// <summary>What was chosen while something is wrong, otherwise what is stored.</summary>
    public AwardPolicy Policy { get; private set; } = AwardPolicy.Default;

    public string? TypedMonths { get; private set; }

    public string? TypedReminder { get; private set; }

    public static IReadOnlyList<(WhenGradeFalls Value, Word Name, Word What)> Choices { get; } =
    [
        (WhenGradeFalls.Keep, Word.Of("Keep it and ask me."), Word.Of("It stays valid until somebody decides.")),
        (WhenGradeFalls.Suspend, Word.Of("Suspend it."), Word.Of("It counts again by itself as soon as the requirements are met again.")),
        (WhenGradeFalls.Withdraw, Word.Of("Withdraw it."), Word.Of("For good, with the reason that the requirements are no longer met.")),
        (WhenGradeFalls.WithdrawAndAwardAgain, Word.Of("Withdraw it, and award it anew."), Word.Of("The same, but a new one is awarded when the requirements are met again.")),
    ];

    public static IReadOnlyList<(WhenChanged Value, Word Name, Word What)> Changes { get; } =
    [
        (WhenChanged.ForEverybody, Word.Of("It counts for everybody who has not earned it yet."), Word.Of("Learners on the way need what is asked now, and earn the new version.")),
        (WhenChanged.ForNewcomers, Word.Of("It counts for whoever comes later."), Word.Of("Learners who were in the course before finish by the requirements and the version they came to.")),
    ];

    public static (WhenChanged Value, Word Name, Word What) ChoiceOf(WhenChanged value) => Changes.First(choice => choice.Value == value);

    public static (WhenGradeFalls Value, Word Name, Word What) ChoiceOf(WhenGradeFalls value) => Choices.First(choice => choice.Value == value);

    public void OnGet() => Show(Open.Mapping.Policy);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (!Launch.MayEdit || Open.Mapping.State == MappingState.Ended) return new ProblemAction("not-allowed");

        var months = NumberIn(Form.ValidMonths, AwardPolicy.MostMonths);
        var reminder = string.IsNullOrWhiteSpace(Form.RemindDays) ? 0 : NumberIn(Form.RemindDays, AwardPolicy.LongestReminder);
        var policy = Open.Mapping.Policy with
        {
            WhenGradeFalls = Enum.IsDefined(Form.WhenGradeFalls) ? Form.WhenGradeFalls : WhenGradeFalls.Keep,
            WhenChanged = Enum.IsDefined(Form.WhenChanged) ? Form.WhenChanged : WhenChanged.ForEverybody,
            MaySuspend = Form.MaySuspend,
            ValidMonths = months,
            RenewsByResults = Form.RenewsByResults,
            RemindDays = reminder == AwardPolicy.DefaultReminder ? null : reminder,
        };
        if (months is null && !string.IsNullOrWhiteSpace(Form.ValidMonths))
            ModelState.AddModelError("Form.ValidMonths", words["Write a whole number from 1 to {0}, or leave it empty.", AwardPolicy.MostMonths]);
        if (reminder is null) ModelState.AddModelError("Form.RemindDays", words["Write a whole number from 1 to {0}, or leave it empty.", AwardPolicy.LongestReminder]);
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            (Policy, TypedMonths, TypedReminder) = (policy, Form.ValidMonths, Form.RemindDays);
            return Page();
        }

        var mapping = Open.Mapping;
        await mappings.SetPolicy(mapping.Tenant, mapping.Id, policy, ct);
        await audit.Append(AuditEntry.Of(mapping.Tenant, time.Now(), "instructor", Launch.Learner?.ToString(), "award-policy-changed", mapping.Id.ToString(), AwardPolicyJson.Write(policy)), ct);
        return this.Go($"{Root}/overview#afterwards");
    }

    private void Show(AwardPolicy policy) => (Policy, TypedMonths, TypedReminder) = (
        policy, policy.ValidMonths?.ToString(CultureInfo.InvariantCulture), policy.DaysOfReminder is > 0 and var days ? days.ToString(CultureInfo.InvariantCulture) : null);

    // Full-width digits are digits.
    private static int? NumberIn(string? typed, int most) =>
        int.TryParse(typed?.Normalize(NormalizationForm.FormKC).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;
}

/// <summary>The policy as chosen and typed.</summary>
public sealed class PolicyForm
{
    public WhenGradeFalls WhenGradeFalls { get; set; }

    public WhenChanged WhenChanged { get; set; }

    public bool MaySuspend { get; set; }

    public string? ValidMonths { get; set; }

    public bool RenewsByResults { get; set; }

    public string? RemindDays { get; set; }
}
