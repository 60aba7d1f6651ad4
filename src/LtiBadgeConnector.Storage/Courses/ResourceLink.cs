using LtiBadgeConnector.Core.Ids;

namespace LtiBadgeConnector.Storage.Courses;

/// <summary>One placement of the tool in a course.</summary>
/// <param name="LineItemUrl">The gradebook column that belongs to the link, when it has exactly one.</param>
/// <param name="Mapping">The mapping it shows; null shows all of the course.</param>
public sealed record ResourceLink(CourseId Course, string Id, string? Title, string? LineItemUrl, MappingId? Mapping, DateTimeOffset LaunchedAt);
