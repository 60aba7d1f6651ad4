using LtiBadgeConnector.Core.Mappings;
using LtiBadgeConnector.Web.Resources;
using LtiBadgeConnector.Web.Ui;
using Microsoft.Extensions.Localization;

namespace LtiBadgeConnector.Web.Mailing;

/// <summary>What instructors should know, in words.</summary>
public static class MappingNoticeWords
{
    /// <summary>What it is about, and where more of it is seen.</summary>
    public static string Where(IStringLocalizer<Words> words, string title, string course) => words["It is about “{0}” in {1}. Open it in the course to see more.", title, course];

    public static (string Heading, string What) Say(IStringLocalizer<Words> words, Formats formats, MappingNotice notice) => notice.Kind switch
    {
        MappingNoticeKind.FirstAward => (words["The first credential is out"], words["It was issued on {0}. From now on it is awarded by itself as grades arrive.", formats.DateInText(notice.At)]),
        MappingNoticeKind.Silent => (
            words["{0} has sent nothing since {1}", notice.Connection ?? "", formats.DateAndTime(notice.At)],
            words["People work in the course, so events should have arrived. Nothing is lost: the course is read in turns. Tell whoever looks after the LMS."]),
        MappingNoticeKind.Appealed => (
            words["A learner wrote to you about a credential"],
            words["It was suspended or withdrawn, and the learner asks you to look at it again. {0}", formats.DateAndTime(notice.At)]),
        MappingNoticeKind.Reviewed => (
            words["A reviewer has decided"],
            words["Read whether the description was approved, or what shall change. {0}", formats.DateAndTime(notice.At)]),
        _ => (
            words["Stopped: a run would have awarded far more than usual"],
            words["Nothing of that run has been sent. Look at it, and let it go or mend the requirements. {0}", formats.DateAndTime(notice.At)]),
    };
}
