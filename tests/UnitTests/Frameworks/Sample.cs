using LtiBadgeConnector.Core.Frameworks;
using LtiBadgeConnector.Core.MicroCredentials;

namespace LtiBadgeConnector.UnitTests.Frameworks;

internal static class Sample
{
    /// <summary>Answers everything that the Japanese framework requires, and nothing else.</summary>
    public static Definition Complete => (Definition.Blank("Data Literacy", "en") with
    {
        Description = "Reads and cleans data.",
        Outcomes = Outcomes.Of("Reads tables", "Cleans data"),
        Effort = Effort.OfHours(24),
    })
        .With(Descriptors.Participation, Answer.Coded("online"))
        .With(Descriptors.Assessment, Answer.Coded("quiz", "project"))
        .With(Descriptors.QualityAssurance, Answer.Of("Reviewed each year"))
        .With(Descriptors.Credit, new() { IsNone = true });
}
