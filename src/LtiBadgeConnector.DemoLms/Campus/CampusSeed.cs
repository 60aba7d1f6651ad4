using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace LtiBadgeConnector.DemoLms.Campus;

/// <summary>
/// The people and courses every demo starts with. Four learners of Data Science I already fulfil
/// "Quiz 1 ≥ 60 % and Final project ≥ 70 % and course completed"; the others each miss it for another reason.
/// </summary>
internal static class CampusSeed
{
    public const int DataScience = 2;
    public const int AcademicWriting = 3;
    public const int QuizOne = 11;
    public const int QuizTwo = 12;
    public const int FinalProject = 13;

    public static CampusState Fresh(DateTimeOffset now)
    {
        using var key = RSA.Create(2048);
        return new CampusState
        {
            Guid = RandomHex(16),
            SigningKeyPem = key.ExportPkcs8PrivateKeyPem(),
            SessionSecret = RandomHex(32),
            WebServiceToken = RandomHex(16),
            People = People(),
            Courses = Courses(now),
        };
    }

    public static ImmutableList<Course> Courses(DateTimeOffset now) =>
        [DataScienceCourse(now.AddDays(-3)), WritingCourse(now.AddDays(-3))];

    public static string RandomHex(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    private static ImmutableList<Person> People() =>
    [
        Someone(2, "admin", "Naoko", "Kitamura", "北村 直子", PersonKind.Administrator),
        Someone(3, "instructor", "Kenji", "Mori", "森 健司", PersonKind.Instructor, "T-001"),
        Someone(21, "misaki", "美咲", "佐藤", "佐藤 美咲", PersonKind.Learner, "S-2101"),
        Someone(22, "daisuke", "大輔", "鈴木", "鈴木 大輔", PersonKind.Learner, "S-2102"),
        Someone(23, "emi", "恵美", "高橋", "高橋 恵美", PersonKind.Learner, "S-2103"),
        Someone(24, "shota", "翔太", "田中", "田中 翔太", PersonKind.Learner, "S-2104"),
        Someone(25, "sakura", "さくら", "伊藤", "伊藤 さくら", PersonKind.Learner, "S-2105"),
        Someone(26, "ken", "健", "渡辺", "渡辺 健", PersonKind.Learner, "S-2106"),
        Someone(27, "emma", "Emma", "Müller", "Emma Müller", PersonKind.Learner, "S-2107"),
        Someone(28, "daniel", "Daniel", "O'Brien", "Daniel O'Brien", PersonKind.Learner, "S-2108"),
        Someone(29, "aisha", "Aisha", "Khan", "Aisha Khan", PersonKind.Learner, "S-2109"),
        Someone(30, "lukas", "Lukáš", "Novák", "Lukáš Novák", PersonKind.Learner, "S-2110"),
        Someone(31, "aoi", "葵", "山本", "山本 葵", PersonKind.Learner) with { Email = "" },
        Someone(32, "sofia", "Sofia", "Rossi", "Sofia Rossi", PersonKind.Learner, "S-2112"),
        Someone(40, "testuser", "Test", "Learner", "Test Learner", PersonKind.TestUser, "TEST-1"),
    ];

    private static Person Someone(
        int id, string username, string given, string family, string full, PersonKind kind, string idNumber = "") =>
        new(id, username, SubOf(username), given, family, full, $"{username}@campus.example", idNumber, kind);

    // The same after every start, so that a tool that outlives the demo data still knows the people; says nothing about the number.
    private static string SubOf(string username) =>
        "hk-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("hokuto-campus/" + username)))[..20];

    private static Course DataScienceCourse(DateTimeOffset at)
    {
        (int Person, decimal? QuizOne, decimal? QuizTwo, decimal? Project, bool Completed)[] marks =
        [
            (21, 18, 17, 88, true),
            (22, 14, 12.5m, 74, true),
            (23, 16, 15, null, true),       // waits for the project's grade: the one to grade in the demo
            (24, 11, 13, 82, true),         // one point short in the quiz
            (25, 20, 19, 95, false),        // everything but the course completion
            (26, 9, 8, 55, false),
            (27, 12, 16, 70, true),         // exactly on both thresholds
            (28, 17, null, 69.5m, true),    // half a point short
            (29, 19, 18, 91, true),         // project grade hidden, below
            (30, 15, 14, 78, true),         // project grade not final, below
            (31, 13, 15, 81, true),         // no e-mail, no ID number
            (32, null, null, null, false),
            (40, 20, 20, 100, true),        // the test user must never earn anything
        ];

        return new Course(DataScience, "DS101", "2026-DS101", "Data Science I")
        {
            Enrolments = [.. Enrolled(3, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 40)],
            Items =
            [
                new(QuizOne, "Quiz 1", "quiz", 1, 51, 20, 12) { IdNumber = "QUIZ1" },
                new(QuizTwo, "Quiz 2", "quiz", 2, 52, 20, 12) { IdNumber = "QUIZ2" },
                new(FinalProject, "Final project", "assign", 1, 53, 100, 70) { IdNumber = "PROJECT" },
            ],
            Activities = [new(54, "page", 1, "Course handbook"), new(55, "page", 2, "Reflection journal")],
            Grades =
            [
                .. from mark in marks
                   from grade in new[] { (QuizOne, mark.QuizOne), (QuizTwo, mark.QuizTwo), (FinalProject, mark.Project) }
                   where grade.Item2 is not null
                   select new Grade(
                       grade.Item1, mark.Person, grade.Item2,
                       Hidden: (mark.Person, grade.Item1) is (29, FinalProject),
                       Final: (mark.Person, grade.Item1) is not (30, FinalProject),
                       at),
            ],
            Work = SampleWork.Of(FinalProject, at.AddDays(-1)),
            ActivityMarks = [.. marks.Where(m => m.Completed).Select(m => new ActivityMark(54, m.Person, at))],
            Completions = [.. marks.Where(m => m.Completed).Select(m => new CourseCompletion(m.Person, at))],
        };
    }

    private static Course WritingCourse(DateTimeOffset at) =>
        new(AcademicWriting, "AW100", "2026-AW100", "Academic Writing")
        {
            Enrolments = [.. Enrolled(3, 21, 27, 32)],
            Items = [new(14, "Essay", "assign", 2, 56, 50, 30) { IdNumber = "ESSAY" }],
            Activities = [new(57, "page", 3, "Style guide")],
            Grades = [new(14, 21, 42, Hidden: false, Final: true, at)],
        };

    private static IEnumerable<Enrolment> Enrolled(params int[] people) => people.Select(id => new Enrolment(id, Active: true));
}
