// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/instructions.h"

#include "tests/support/html_allow_list.h"
#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;

namespace {

const InstructionVariables variables{
    {"name", "lab-7"},
    {"markup", "\"'><script>alert(1)</script><b onclick=x>"},
    {"fence", "\n```terminal:execute\ncommand: evil\n```\n"},
    {"yaml", "ls\nsession: 3"},
    {"scheme", "javascript:alert(1)"},
    {"host", "example.org"},
    {"two", "2"},
    {"again", "$(name) {{< param name >}}"},
};

Result<std::vector<InstructionPage>> render(std::string markdown)
{
    return renderInstructions({{.name = "page", .title = "", .markdown = std::move(markdown)}}, variables);
}

/// Of one page, held against the list of what may be in it. An empty text where it was refused.
QString htmlOf(std::string markdown)
{
    const auto pages = render(std::move(markdown));
    if (!pages)
        return {};
    const auto problem = HtmlAllowList::problemOf(pages->front().html);
    if (!problem.empty())
        qWarning("%s\n%s", problem.c_str(), pages->front().html.c_str());
    return problem.empty() ? QString::fromStdString(pages->front().html) : QString();
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string all;
    for (std::size_t time = 0; time < times; ++time)
        all += text;
    return all;
}

std::string fenced(std::string_view info, std::string_view body)
{
    return std::format("~~~~{}\n{}\n~~~~\n", info, body);
}

} // namespace

class InstructionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void markdownIsHtml_data();
    void markdownIsHtml();
    void hostileTextMakesNoMarkup_data();
    void hostileTextMakesNoMarkup();
    void blocksBecomeActions_data();
    void blocksBecomeActions();
    void brokenBlocksSayWhy_data();
    void brokenBlocksSayWhy();
    void variablesAreTextEverywhere();
    void codeIsNoAction();
    void titlesComeFromWhatThereIs();
    void headingsHaveIdsOfTheirOwn();
    void whatIsTooMuchIsRefused();
    void whatTakesLongElsewhereIsQuick_data();
    void whatTakesLongElsewhereIsQuick();
};

void InstructionsTest::markdownIsHtml_data()
{
    QTest::addColumn<QByteArray>("markdown");
    QTest::addColumn<QString>("html");
    const auto row = [](const char *name, const char *markdown, const char *html) {
        QTest::newRow(name) << QByteArray(markdown) << QString::fromUtf8(html);
    };
    row("paragraphs", "a *b* **c** ~~d~~\n\ne  \nf",
        "<p>a <em>b</em> <strong>c</strong> <del>d</del></p>\n<p>e<br>\nf</p>\n");
    row("headings begin at h2", "# A b\n###### C", "<h2 id=\"at-a-b\">A b</h2>\n<h6 id=\"at-c\">C</h6>\n");
    row("lists", "3. a\n4. b\n\n- c", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n<ul>\n<li>c</li>\n</ul>\n");
    row("tasks", "- [x] a\n- [ ] b", "<ul>\n<li class=\"task\">☑ a</li>\n<li class=\"task\">☐ b</li>\n</ul>\n");
    row("tables", "|a|b|c|\n|-|:-:|-:|\n|1|2|3|",
        "<div class=\"table\"><table>\n<thead>\n<tr><th>a</th><th class=\"center\">b</th><th class=\"right\">c</th></tr>\n"
        "</thead>\n<tbody>\n<tr><td>1</td><td class=\"center\">2</td><td class=\"right\">3</td></tr>\n</tbody>\n"
        "</table></div>\n");
    row("code", "```c++ x\na<b\n```\n\n    c\n\n`d`",
        "<pre><code class=\"language-c\">a&lt;b\n</code></pre>\n<pre><code>c\n</code></pre>\n<p><code>d</code></p>\n");
    row("quotation, line", "> a\n\n***", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n");
    row("links", "[a](https://x.org/?a=1&b=2 \"t\") [b](#A-b) <mailto:a@x.org>",
        "<p><a href=\"https://x.org/?a=1&amp;b=2\" rel=\"noopener noreferrer\" target=\"_blank\" title=\"t\">a</a> "
        "<a href=\"#at-A-b\">b</a> "
        "<a href=\"mailto:a@x.org\" rel=\"noopener noreferrer\" target=\"_blank\">mailto:a@x.org</a></p>\n");
    row("other links are text", "[a](ftp://x.org) [b](../b.md) [c](//x.org) [d](data:text/html,x)", "<p>a b c d</p>\n");
    row("images of data", "![a *b*](data:image/png;base64,AAAA)",
        "<p><img src=\"data:image/png;base64,AAAA\" alt=\"a b\"></p>\n");
    row("images from elsewhere are links", "![a](https://x.org/a.png) [![b](https://x.org/b.png)](https://y.org)",
        "<p><a href=\"https://x.org/a.png\" rel=\"noopener noreferrer\" target=\"_blank\">a</a> "
        "<a href=\"https://y.org\" rel=\"noopener noreferrer\" target=\"_blank\">b</a></p>\n");
    row("entities", "&copy; &#65; &lt;", "<p>&copy; A &lt;</p>\n");
    row("raw HTML is text", "<div>\n*a*\n</div>", "<p>&lt;div&gt;\n<em>a</em>\n&lt;/div&gt;</p>\n");
    row("line ends of others", "a\r\nb", "<p>a\nb</p>\n");
    row("variables", "{{< param name >}} {{% param \"name\" %}} $(name) $(date) {{< param date >}}",
        "<p>lab-7 lab-7 lab-7 $(date) {{&lt; param date &gt;}}</p>\n");
    row("words like those that stand for variables", "v0q0z $(name) v1q0z", "<p>v0q0z lab-7 v1q0z</p>\n");
    row("values are not looked at again", "$(again)", "<p>$(name) {{&lt; param name &gt;}}</p>\n");
}

void InstructionsTest::markdownIsHtml()
{
    QFETCH(QByteArray, markdown);
    QFETCH(QString, html);
    QCOMPARE(htmlOf(markdown.toStdString()), html);
}

void InstructionsTest::hostileTextMakesNoMarkup_data()
{
    QTest::addColumn<QByteArray>("markdown");
    const auto row = [](const char *name, std::string markdown) {
        QTest::newRow(name) << QByteArray::fromStdString(markdown);
    };
    row("script", "<script>alert(1)</script>\n\na <script src=x></script> b");
    row("block of HTML", "<div onclick=alert(1)>\n*a*\n</div>\n\n<!-- a --><![CDATA[x]]><?php ?>");
    row("handlers", "<img src=x onerror=alert(1)> <svg/onload=alert(1)>");
    row("javascript links",
        "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](<java\tscript:alert(1)>) <javascript:a>");
    row("entities in schemes",
        "[a](&#106;avascript:alert(1)) [b](javascript&colon;alert(1)) [c](&#x6a;&#x61;vascript&#58;a)");
    row("blanks before schemes", "[a](<  javascript:alert(1)>) [b](&#1;javascript:alert(1)) [c](&Tab;javascript:a)");
    row("vbscript, data",
        "[a](vbscript:x) [b](data:text/html;base64,PHNjcmlwdD4=) [c](file:///etc/passwd) [d](blob:x)");
    row("quotes in links", "[a](https://x.org/\"onmouseover=\"alert(1)) [b](https://x.org \"t\\\" onclick=\\\"x\")");
    row("quotes in entities", "[a](https://x.org/&quot;onclick=x 'a&quot; onclick=&quot;b')");
    row("links by reference", "[a][r] [b][s]\n\n[r]: javascript:alert(1)\n[s]: https://x.org '\"><script>'");
    row("images",
        "![\"><script>](data:image/png;base64,AA\"onerror=x) ![a](data:image/svg+xml;base64,AAAA) ![b](javascript:x)");
    row("image text", "![\" onerror=\"alert(1)](data:image/png;base64,AAAA \"\\\"><b>\")");
    row("headings", "# \"><script>alert(1)</script>\n## <b id=title>\n### title");
    row("languages", "```\"><script>\nx\n```\n```a\" onclick=\"b\nx\n```");
    row("code", "`</code><script>` and\n\n```\n</code></pre><script>alert(1)</script>\n```");
    row("variables", "$(markup) [$(markup)]($(markup)) `$(markup)` ![$(markup)](https://x.org/$(markup) '$(markup)')");
    row("variables in blocks",
        "# $(markup)\n\n> $(markup)\n\n|$(markup)|\n|-|\n|$(markup)|\n\n```$(markup)\n$(markup)\n```");
    row("variables as schemes", "[a]($(scheme)) [b]({{< param scheme >}}) ![c]($(scheme)) <$(scheme)>");
    row("variables as entities", "&{{< param markup >}}; &$(markup); &#$(two);");
    row("commands", fenced("terminal:execute", "command: '\"><script>alert(1)</script> $(markup)'\ntitle: '\"><b>'"));
    row("names of actions", fenced("terminal:\"><script>", "a: b") + fenced("editor:x<y>", "</code><script>"));
    row("texts of errors",
        fenced("terminal:execute", "'\"><script>': 1") + fenced("terminal:execute", "session: '<b>'"));
    row("events", fenced("workshop:copy", "text: a\nevent: {'\"><script>': '</button>$(markup)'}"));
    row("addresses of actions", fenced("dashboard:open-url", "url: https://x.org/\"onclick=\"$(markup)"));
    row("nothing and control characters", std::string("a\0b\x01\x1b[31m\x7f `\0` [c](https://x.org/\0)", 36));
    row("half of everything", "[a](https:// ![b]( `c **d <e &f; |g|\n|-\n```terminal:execute\ncommand: {");
}

void InstructionsTest::hostileTextMakesNoMarkup()
{
    QFETCH(QByteArray, markdown);
    const QString html = htmlOf(markdown.toStdString());
    QVERIFY(!html.isEmpty());
    // The list knows no script; these would be ways to it that look like text.
    QVERIFY2(!html.contains(QStringLiteral("href=\"javascript"), Qt::CaseInsensitive), qPrintable(html));
    QVERIFY2(!html.contains(QStringLiteral("<script")), qPrintable(html));
}

void InstructionsTest::blocksBecomeActions_data()
{
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("attributes"); ///< after data-action
    QTest::addColumn<QString>("title");
    const auto row = [](const char *info, const char *body, const char *attributes, const char *title) {
        QTest::addRow("%s %s", info, body)
            << QByteArray(info) << QByteArray(body) << QString::fromUtf8(attributes) << QString::fromUtf8(title);
    };
    row("terminal:execute", "command: ls -l", "terminal:execute|data-command=ls -l|data-session=1",
        "Run in terminal 1");
    row("terminal:execute", "command: ls\nsession: 2\nclear: true",
        "terminal:execute|data-command=ls|data-session=2|data-clear=true", "Run in terminal 2");
    row("terminal:execute", "command: |\n  a\n  b\nsession: $(two)",
        "terminal:execute|data-command=a\nb|data-session=2", "Run in terminal 2");
    row("terminal:execute", "command: 1.5\ntitle: T\nprefix: P",
        "terminal:execute|data-command=1.5|data-session=1|data-titled=true", "P: T");
    row("terminal:execute", "command: \"a \\\"b\\\"\"\nautostart: true\nhidden: true\ncascade: true",
        "terminal:execute|data-command=a &quot;b&quot;|data-session=1", "Run in terminal 1");
    row("terminal:execute-all", "command: date", "terminal:execute-all|data-command=date", "Run in all terminals");
    row("terminal:input", "text: 'secret '\nendl: false",
        "terminal:input|data-text=secret |data-session=1|data-endl=false", "Type into terminal 1");
    row("terminal:interrupt", "", "terminal:interrupt|data-session=1", "Press Ctrl+C in terminal 1");
    row("terminal:interrupt", "session: 4", "terminal:interrupt|data-session=4", "Press Ctrl+C in terminal 4");
    row("terminal:interrupt-all", "", "terminal:interrupt-all", "Press Ctrl+C in all terminals");
    row("terminal:clear", "session: 3", "terminal:clear|data-session=3", "Clear terminal 3");
    row("terminal:clear-all", "", "terminal:clear-all", "Clear all terminals");
    row("dashboard:open-url", "url: https://$(host)/a b", "dashboard:open-url|data-url=https://example.org/a%20b",
        "Open in a new tab");
    row("editor:open-url", "url: HTTP://x.org", "dashboard:open-url|data-url=HTTP://x.org", "Open in a new tab");
    row("dashboard:expose-terminal", "session: 2", "dashboard:expose-terminal|data-session=2", "Show terminal 2");
    row("workshop:copy", "text: a", "workshop:copy|data-text=a", "Copy");
    row("workshop:copy-and-edit", "text: a", "workshop:copy-and-edit|data-text=a", "Copy and change before use");
    row("workshop:copy", "text: a\nevent: {b: [1, $(name)]}",
        "workshop:copy|data-text=a|data-event={&quot;b&quot;:[1,&quot;lab-7&quot;]}", "Copy");
    row("execute", "  ls: -l", "terminal:execute|data-command=ls: -l|data-session=1", "Run in terminal 1");
    row("execute-3", "ls", "terminal:execute|data-command=ls|data-session=3", "Run in terminal 3");
    row("execute-all", "clear", "terminal:execute-all|data-command=clear", "Run in all terminals");
    row("execute-2", "<ctrl+c>", "terminal:interrupt|data-session=2", "Press Ctrl+C in terminal 2");
    row("execute-all", "<ctrl-c>", "terminal:execute-all|data-command=&lt;ctrl-c&gt;", "Run in all terminals");
    row("copy", "a\nb", "workshop:copy|data-text=a\nb", "Copy");
    row("copy-and-edit", "a", "workshop:copy-and-edit|data-text=a", "Copy and change before use");
}

void InstructionsTest::blocksBecomeActions()
{
    QFETCH(QByteArray, info);
    QFETCH(QByteArray, body);
    QFETCH(QString, attributes);
    QFETCH(QString, title);
    const QString html = htmlOf(fenced(info.toStdString(), body.toStdString()));
    QString wanted = QStringLiteral("<button type=\"button\" class=\"action\" data-action=\"");
    const QStringList parts = attributes.split(u'|');
    wanted += parts.first() + u'"';
    for (const QString &part : parts.mid(1)) {
        const auto equals = part.indexOf(u'=');
        wanted += QStringLiteral(" %1=\"%2\"").arg(part.first(equals), part.sliced(equals + 1));
    }
    wanted += QStringLiteral("><span class=\"action-title\">") + title + QStringLiteral("</span>");
    QVERIFY2(html.startsWith(wanted), qPrintable(html + u'\n' + wanted));
    QVERIFY2(html.endsWith(QStringLiteral("</button>\n")), qPrintable(html));
    // What is sent is what is seen.
    for (const QString &part : parts.mid(1))
        if (part.startsWith(QStringLiteral("data-command=")) || part.startsWith(QStringLiteral("data-text=")))
            QVERIFY(html.contains(
                QStringLiteral("<code class=\"action-subject\">%1</code>").arg(part.sliced(part.indexOf(u'=') + 1))));
}

void InstructionsTest::brokenBlocksSayWhy_data()
{
    QTest::addColumn<QByteArray>("info");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *info, const char *body, const char *why) {
        QTest::addRow("%s %s", info, body) << QByteArray(info) << QByteArray(body) << QString::fromUtf8(why);
    };
    row("terminal:execute", "", "command is missing");
    row("terminal:execute", "command: ''", "command is missing");
    row("terminal:execute", "session: 1", "command is missing");
    row("terminal:execute", "ls -l", "it has to have fields such as &quot;command: ...&quot;");
    row("terminal:execute", "- ls", "it has to have fields");
    row("terminal:execute", "command: [ls]", "command is an array, and has to be a text");
    row("terminal:execute", "command: {a: b}", "command is an object, and has to be a text");
    row("terminal:execute", "command: \"a\\x1b[0m\"", "command has control characters");
    row("terminal:execute", "command: ls\ncomand: rm", "it has no field &quot;comand&quot;");
    row("terminal:execute", "command: ls\nsession: 5", "session is the number of a terminal, 1 to 4");
    row("terminal:execute", "command: ls\nsession: 0", "session is the number of a terminal");
    row("terminal:execute", "command: ls\nclear: maybe", "clear is neither true nor false");
    row("terminal:execute", "command: ls\ncommand: rm", "its YAML cannot be read");
    row("terminal:execute", "command: 'ls' -l", "its YAML cannot be read");
    row("terminal:execute", "command: *alias", "its YAML cannot be read");
    row("terminal:execute", "command: ls\nendl: true", "it has no field &quot;endl&quot;");
    row("terminal:execute-all", "command: ls\nsession: 1", "it has no field &quot;session&quot;");
    row("terminal:clear-all", "session: 1", "it has no field &quot;session&quot;");
    row("terminal:exekute", "command: ls", "there is no such action here");
    row("terminal:", "command: ls", "there is no such action here");
    row("examiner:execute-test", "name: x", "there is no such action here");
    row("dashboard:open-url", "url: javascript:alert(1)", "url has to begin with http:// or https://");
    row("dashboard:open-url", "url: $(scheme)", "url has to begin with http:// or https://");
    row("dashboard:open-url", "url: /relative", "url has to begin with http:// or https://");
    row("workshop:copy", "text: ", "text is null, and has to be a text");
    row("execute", "", "command is missing");
    row("copy", " ", "text is missing");
}

void InstructionsTest::brokenBlocksSayWhy()
{
    QFETCH(QByteArray, info);
    QFETCH(QByteArray, body);
    QFETCH(QString, why);
    const QString html = htmlOf(fenced(info.toStdString(), body.toStdString()));
    QVERIFY2(html.startsWith(QStringLiteral("<div class=\"action-error\" role=\"note\"><p><strong>%1</strong>: %2")
                                 .arg(QString::fromUtf8(info), why)),
             qPrintable(html));
    QVERIFY(!html.contains(QStringLiteral("<button")));
}

void InstructionsTest::variablesAreTextEverywhere()
{
    // Neither Markdown nor YAML is read in a value.
    const QString fence = htmlOf("a $(fence) b");
    QVERIFY(fence.contains(QStringLiteral("```terminal:execute")) && !fence.contains(QStringLiteral("<button")));
    const QString yaml = htmlOf(fenced("terminal:execute", "command: $(yaml)"));
    QVERIFY2(yaml.contains(QStringLiteral("data-command=\"ls\nsession: 3\" data-session=\"1\"")), qPrintable(yaml));
    const QString quoted = htmlOf(fenced("terminal:execute", "command: 'echo {{< param markup >}}'"));
    QVERIFY(quoted.contains(QStringLiteral("data-command=\"echo &quot;&#39;&gt;&lt;script&gt;")));
    // A name in a place that a variable has filled is not read as one of an action.
    QVERIFY(!render("```$(fence)\ncommand: ls\n```")->front().html.contains("<button"));
    const auto page = renderInstructions({{.name = "p", .title = "For $(name)", .markdown = "a"}}, variables);
    QCOMPARE(page->front().title, "For lab-7");
}

void InstructionsTest::codeIsNoAction()
{
    for (const char *info : {"", "bash", "c++", "executed", "copying", "text:plain", "a:b"}) {
        const QString html = htmlOf(fenced(info, "command: ls"));
        QVERIFY2(html.startsWith(QStringLiteral("<pre><code")), qPrintable(html));
    }
    QVERIFY(htmlOf("    terminal:execute").startsWith(QStringLiteral("<pre>")));
}

void InstructionsTest::titlesComeFromWhatThereIs()
{
    const auto titleOf = [](std::string title, std::string markdown) {
        return renderInstructions({{.name = "01-a", .title = std::move(title), .markdown = std::move(markdown)}}, {})
            ->front()
            .title;
    };
    QCOMPARE(titleOf("Given", "---\ntitle: Front\n---\n# Heading"), "Given");
    QCOMPARE(titleOf("", "---\ntitle: Front\n---\n# Heading"), "Front");
    QCOMPARE(titleOf("", "a\n\n# The *first* `one` &amp;\n\n# Second"), "The first one &");
    QCOMPARE(titleOf("", "a"), "01-a");
    QCOMPARE(htmlOf("---\r\ntitle: Front\r\n---\r\na"), QStringLiteral("<p>a</p>\n"));
    QCOMPARE(htmlOf("---\na\n---\nb"), QStringLiteral("<hr>\n<h3 id=\"at-a\">a</h3>\n<p>b</p>\n"));
}

void InstructionsTest::headingsHaveIdsOfTheirOwn()
{
    QCOMPARE(htmlOf("# A\n# a!\n# Ä b\n# !"),
             QString::fromUtf8("<h2 id=\"at-a\">A</h2>\n<h2 id=\"at-a-2\">a!</h2>\n<h2 id=\"at-Ä-b\">Ä b</h2>\n"
                               "<h2 id=\"at-\">!</h2>\n"));
}

void InstructionsTest::whatIsTooMuchIsRefused()
{
    const InstructionLimits limits{.source = 1000, .html = 3000, .depth = 8};
    const auto renderTwice = [&](const std::string &markdown) {
        return renderInstructions({{.name = "one", .title = "", .markdown = markdown},
                                   {.name = "two", .title = "", .markdown = markdown}},
                                  {{"long", std::string(1000, 'x')}}, limits);
    };
    VERIFY_RESULT(renderTwice(std::string(500, 'a')));
    COMPARE_ERROR(renderTwice(std::string(501, 'a')), ErrorCode::TooLarge);
    COMPARE_ERROR(renderTwice(std::string(400, '"')), ErrorCode::TooLarge);
    VERIFY_RESULT(renderTwice("$(long)"));
    COMPARE_ERROR(renderTwice("$(long) $(long)"), ErrorCode::TooLarge);
    VERIFY_RESULT(renderTwice("> > > > > > a"));
    COMPARE_ERROR(renderTwice("> > > > > > > > a"), ErrorCode::InvalidArgument);
    COMPARE_ERROR(renderTwice("\xff"), ErrorCode::InvalidArgument);
    QVERIFY(renderTwice("\xff").error().detail.contains("\"one\""));
}

void InstructionsTest::whatTakesLongElsewhereIsQuick_data()
{
    QTest::addColumn<QByteArray>("markdown");
    const auto row = [](const char *name, std::string_view begin, std::string_view part, std::string_view end = "") {
        const auto times = (1024 * 1024 - begin.size() - end.size()) / part.size();
        QTest::newRow(name) << QByteArray::fromStdString(std::string(begin) + repeated(part, times) + std::string(end));
    };
    row("quotations in each other", "", ">");
    row("lists in each other", "", "- ");
    row("brackets", "", "[");
    row("images", "", "![");
    row("stars", "", "*a **a ");
    row("headings of the same name", "", "# a\n");
    row("rows without cells", "|" + repeated("a|", 128) + "\n|" + repeated("-|", 128) + "\n", "|\n");
    row("one wide row", "|", "a|", "\n|-|\n");
    row("references", "[a]: https://x.org/" + std::string(10'000, 'b') + "\n\n", "[a]");
    row("words that stand for variables", "", "v0q v1q v2q v3q v45q ");
    row("variables", "", "$(name)");
    row("half variables", "", "{{< param ");
    row("fences", "", "```terminal:execute\ncommand: a\n```\n");
    row("YAML in each other", "```terminal:execute\ncommand: ", "[", "\n```\n");
    row("entities", "", "&#x41;");
    row("line ends", "", "\r\n");
    row("code", "", "`a");
}

/// The time limit of the test is the bound: what is quadratic would not end within it.
void InstructionsTest::whatTakesLongElsewhereIsQuick()
{
    QFETCH(QByteArray, markdown);
    const auto pages = render(markdown.toStdString());
    if (!pages) {
        QVERIFY(pages.error().code == ErrorCode::TooLarge || pages.error().code == ErrorCode::InvalidArgument);
        return;
    }
    QCOMPARE(QString::fromStdString(HtmlAllowList::problemOf(pages->front().html)), QString());
}

QTEST_GUILESS_MAIN(InstructionsTest)
#include "instructions_test.moc"
