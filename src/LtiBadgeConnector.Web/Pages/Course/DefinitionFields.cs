using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.Pages.Course;

/// <summary>The fields of a definition as people call them.</summary>
public static class DefinitionFields
{
    public static Word NameOf(string field) => field switch
    {
        nameof(Definition.Title) => Word.Of("Name"),
        nameof(Definition.Description) => Word.Of("Description"),
        nameof(Definition.Outcomes) => Word.Of("Outcomes"),
        nameof(Definition.EffortHours) => Word.Of("Learner effort in hours"),
        nameof(Definition.Participation) => Word.Of("Form of participation"),
        nameof(Definition.Assessment) => Word.Of("Assessment"),
        nameof(Definition.QualityAssurance) => Word.Of("Quality assurance"),
        _ => Word.Of("Credit"),
    };
}
