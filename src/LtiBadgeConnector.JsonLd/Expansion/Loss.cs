namespace LtiBadgeConnector.JsonLd.Expansion;

/// <summary>Something in a document that JSON-LD leaves out of the statements, so that no signature covers it.</summary>
/// <param name="Kind">Why, as one of <see cref="LossKind"/>.</param>
/// <param name="What">The member's name or value; comes from the document.</param>
public sealed record Loss(LossKind Kind, string What)
{
    public override string ToString() => $"{What} ({Kind})";
}

public enum LossKind
{
    UndefinedTerm,
    ReservedTerm,
    RelativeId,
    RelativeType,
    FreeFloatingValue,
    EmptyObject,
    LanguageMalformed,
    DirectionNotExpressed,
    IndexNotExpressed,
    BlankPredicate,
    MalformedIri,
}
