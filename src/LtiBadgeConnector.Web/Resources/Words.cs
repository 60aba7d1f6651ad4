namespace LtiBadgeConnector.Web.Resources;

/// <summary>
/// The words of the pages. The key is the English sentence; <c>Words.ja.resx</c> beside this file
/// holds the Japanese one. A test compares the keys the source uses with the keys that are there.
/// </summary>
public sealed class Words;
