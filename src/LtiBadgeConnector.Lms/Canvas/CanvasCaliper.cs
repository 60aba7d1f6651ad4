using System.Text.Json;
using LtiBadgeConnector.Core.Learners;
using LtiBadgeConnector.Core.Results;
using LtiBadgeConnector.Lms.Caliper;
using LtiBadgeConnector.Lms.Sources;
using LtiBadgeConnector.Lms.StandardWebhooks;

namespace LtiBadgeConnector.Lms.Canvas;

/// <summary>
/// Live Events in Caliper form: an envelope with one event, ids as urns. It says neither whether a grade is posted nor whether
/// it is final, so whatever it says is a hint.
/// </summary>
internal static class CanvasCaliper
{
    public static CanvasEvent? Read(EventFields envelope, JsonElement root, string? accountId, List<EventFault> faults)
    {
        if (CaliperEnvelope.Read(root, faults) is not { Events: [var only] }) return null;
        var read = CaliperEvents.Read(only, new CanvasUrns(accountId), takeAsFacts: false, faults);
        var subject = CaliperEntity.Of(only, "group")?.Iri ?? CaliperEntity.Of(only, "object")?.Iri;
        return new([read], IsCaliper: true, Account: null, accountId, subject is null ? null : CanvasUrns.IdOf(subject), read.OccurredAt, faults);
    }

    private sealed class CanvasUrns(string? accountId) : ISourceNames
    {
        private const string Prefix = "urn:instructure:canvas:";

        /// <summary>The id at the end of a urn of any type.</summary>
        public static string? IdOf(string urn) => urn.StartsWith(Prefix, StringComparison.Ordinal) && urn.LastIndexOf(':') is var colon && colon >= Prefix.Length ? urn[(colon + 1)..] : null;

        public IReadOnlyList<LearnerKey> Learner(CaliperEntity person) => Local(person, "user") is { } id ? [LearnerKey.LmsUser(id)] : [];

        public string? Course(CaliperEntity group) => Local(group, "course");

        public ItemKey? Item(CaliperEntity assignable) => Local(assignable, "assignment") is { } id ? ItemKey.Of(ItemSchemes.CanvasAssignment, id) : null;

        private string? Local(CaliperEntity entity, string type) =>
            entity.Iri.StartsWith($"{Prefix}{type}:", StringComparison.Ordinal) && IdOf(entity.Iri) is { Length: > 0 } id ? CanvasIds.Fold(id, accountId) : null;
    }
}
