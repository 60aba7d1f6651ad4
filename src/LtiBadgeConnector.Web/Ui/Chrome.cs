using LtiBadgeConnector.Web.Localisation;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LtiBadgeConnector.Web.Ui;

/// <summary>A place a page can lead to.</summary>
public sealed record Link(string Text, string Href);

/// <summary>One of the tabs of a definition.</summary>
public sealed record Tab(Word Name, string Href, bool IsCurrent = false)
{
    /// <summary>The five tabs of a definition, in their order; <paramref name="here"/> is the segment of the present one.</summary>
    /// <param name="root">The definition's address without a trailing slash.</param>
    public static IReadOnlyList<Tab> OfDefinition(string root, string here)
    {
        Tab At(Word name, string segment) => new(name, $"{root}/{segment}", segment == here);
        return
        [
            At(Word.Of("Overview"), "overview"),
            At(Word.Of("About"), "about"),
            At(Word.Of("Requirements"), "requirements"),
            At(Word.Of("Trial"), "trial"),
            At(Word.Of("Learners"), "learners"),
        ];
    }
}

/// <summary>What stands around a page inside the LMS: a strip and, for instructors, tabs.</summary>
/// <param name="Subject">The definition's or the institution's name, in bold.</param>
/// <param name="Where">The course, beside it.</param>
public sealed record FrameChrome(string Subject, string? Where = null)
{
    /// <summary>Empty for learners.</summary>
    public IReadOnlyList<Tab> Tabs { get; init; } = [];

    /// <summary>The list this page belongs to: "All in this course", "All my credentials".</summary>
    public Link? Up { get; init; }

    /// <summary>Continues at this place in a window of its own.</summary>
    public string? NewWindow { get; init; }

    /// <summary>A narrow page to read, instead of a wide one to work on.</summary>
    public bool Slim { get; init; }
}

/// <summary>What stands around a public page: the issuer speaks, not the product.</summary>
public sealed record PublicChrome(string Issuer, string? IssuerHref = null);

/// <summary>The seven places of the administrator console.</summary>
public enum AdminPlace
{
    Overview,
    Connections,
    Issuers,
    Events,
    People,
    Audit,
    Settings,
}

/// <summary>What stands around a page of the console.</summary>
/// <param name="Tenant">The institution's name, when there are several.</param>
public sealed record AdminChrome(AdminPlace Here, string? Tenant = null)
{
    /// <summary>The institutions one can change to, when there are several: id, name, whether it is the present one.</summary>
    public IReadOnlyList<(string Id, string Name, bool IsHere)> Tenants { get; init; } = [];

    /// <summary>The side navigation, in its order.</summary>
    public static IReadOnlyList<(AdminPlace Place, Word Name, string Href)> Places { get; } =
    [
        (AdminPlace.Overview, Word.Of("Overview"), "/admin"),
        (AdminPlace.Connections, Word.Of("Connections"), "/admin/connections"),
        (AdminPlace.Issuers, Word.Of("Issuers and keys"), "/admin/issuers"),
        (AdminPlace.Events, Word.Of("Events"), "/admin/events"),
        (AdminPlace.People, Word.Of("People"), "/admin/people"),
        (AdminPlace.Audit, Word.Of("Audit trail"), "/admin/audit"),
        (AdminPlace.Settings, Word.Of("Settings"), "/admin/settings"),
    ];
}

/// <summary>Where help and statements live; an institution sets what it has, the rest does not appear.</summary>
public sealed class FootLinks
{
    /// <summary>Help for everybody.</summary>
    public string? Help { get; set; }

    /// <summary>The privacy statement.</summary>
    public string? Privacy { get; set; }

    /// <summary>The accessibility statement.</summary>
    public string? Accessibility { get; set; }
}

/// <summary>How a page tells its layout what stands around it.</summary>
public static class ChromeOfPage
{
    /// <summary>The title of the page, without any suffix.</summary>
    public static void Title(this ViewDataDictionary view, string title) => view["Title"] = title;

    /// <summary>
    /// The address of this page as a GET, when the request was none (a launch renders its first page
    /// in the answer to a POST): the language switch leads there.
    /// </summary>
    public static void Here(this ViewDataDictionary view, string address) => view["Here"] = address;

    /// <summary>Sets a <see cref="FrameChrome"/>, <see cref="PublicChrome"/> or <see cref="AdminChrome"/>.</summary>
    public static void Chrome<T>(this ViewDataDictionary view, T chrome) where T : class => view[typeof(T).Name] = chrome;

    /// <summary>What was set; a layout that needs it and does not find it stops with this sentence.</summary>
    public static T Chrome<T>(this ViewDataDictionary view) where T : class =>
        view[typeof(T).Name] as T ?? throw new InvalidOperationException($"The page uses a layout that needs ViewData.Chrome(new {typeof(T).Name}(…)).");

    /// <summary>What was set, or nothing.</summary>
    public static T? FindChrome<T>(this ViewDataDictionary view) where T : class => view[typeof(T).Name] as T;
}
