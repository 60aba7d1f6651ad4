namespace LtiBadgeConnector.Web.Authoring;

internal static class AuthoringSetup
{
    public static void AddAuthoring(this WebApplicationBuilder builder) => builder.Services
        .AddScoped<Rules.RuleSentences>()
        .AddScoped<Rules.DecisionHistory>()
        .AddSingleton<Rules.RuleNames>()
        .AddSingleton<Awarding.IssuingDesk>()
        .AddSingleton<Awarding.HandAwardDesk>()
        .AddSingleton<Awarding.TryOuts>()
        .AddSingleton<Core.Steps.IChore>(provider => provider.GetRequiredService<Awarding.TryOuts>())
        .AddSingleton<Awarding.UndoRuns>()
        .AddSingleton<Core.Steps.IChore>(provider => provider.GetRequiredService<Awarding.UndoRuns>())
        .AddSingleton<CourseDesk>()
        .AddSingleton<Uploads.PictureUploads>()
        .AddSingleton<ClassDesk>()
        .AddSingleton<CourseCopying>()
        .AddSingleton<DraftMaker>()
        .AddSingleton<PathwayDesk>()
        .AddSingleton<Recognising.ClaimDesk>()
        .AddSingleton<Core.Steps.IChore, Recognising.BadgeChecks>()
        .AddSingleton<Trial>()
        .AddSingleton<Withdrawing.WithdrawDesk>()
        .AddSingleton<Withdrawing.AwardActions>()
        .AddSingleton<Withdrawing.AppealDesk>()
        .AddSingleton<SwitchOn>()
        .AddSingleton<Describing.DefinitionDesk>()
        .AddSingleton<Describing.DefinitionSources>()
        .AddSingleton<Catalogues.CatalogueIndex>()
        .AddSingleton<Reviewing.ReviewDesk>()
        .AddSingleton<GradebookReporting>();
}
