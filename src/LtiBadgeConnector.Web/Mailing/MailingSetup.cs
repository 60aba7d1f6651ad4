using LtiBadgeConnector.Core.Mailing;
using LtiBadgeConnector.Core.Steps;

namespace LtiBadgeConnector.Web.Mailing;

internal static class MailingSetup
{
    public static void AddMailing(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton<SmtpSender>()
        .AddSingleton<MailStops>()
        .AddSingleton<MailLetters>()
        .AddSingleton<InstructorNotices>()
        .AddSingleton<IChore>(provider => provider.GetRequiredService<InstructorNotices>());

    /// <summary>One channel for each occasion.</summary>
    public static IEnumerable<MailChannel> Channels(IServiceProvider provider) =>
        Enum.GetValues<MailKind>().Select(kind => ActivatorUtilities.CreateInstance<MailChannel>(provider, kind));
}
