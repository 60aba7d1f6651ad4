using LtiBadgeConnector.Core.MicroCredentials;
using LtiBadgeConnector.Web.Localisation;

namespace LtiBadgeConnector.Web.BadgeImages;

/// <summary>The choices of a design as people call them.</summary>
internal static class BadgeDesignWords
{
    public static Word Of(BadgeShape shape) => shape switch
    {
        BadgeShape.Scalloped => Word.Of("Scalloped circle"),
        BadgeShape.Hexagon => Word.Of("Hexagon"),
        BadgeShape.Shield => Word.Of("Shield"),
        BadgeShape.Square => Word.Of("Square"),
        _ => Word.Of("Circle"),
    };

    public static Word Of(BadgeOrnament ornament) => ornament switch
    {
        BadgeOrnament.Rays => Word.Of("Rays"),
        BadgeOrnament.Rings => Word.Of("Rings"),
        BadgeOrnament.None => Word.Of("None"),
        _ => Word.Of("Woven lines, different for each micro-credential"),
    };
}
