// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/changes.h"
#include "server/config/keys.h"
#include "server/config/render.h"

#include <algorithm>
#include <format>

namespace portolan::config {

namespace {

constexpr std::string_view introduction = R"(<!-- SPDX-FileCopyrightText: 2026 The Portolan authors -->
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<!-- Made from server/config; PORTOLAN_UPDATE_DOCS=1 ./dev test -R server.config makes it anew. -->
# Configuration of portolan-server

One YAML file, which may be missing: every key has a default. `portolan-server --config FILE` (or `PORTOLAN_CONFIG`) names
it; otherwise it is `$XDG_CONFIG_HOME/portolan/server.yaml` (`~/.config/portolan/server.yaml`), if there is one.
`--config=` with nothing behind it reads none.

```yaml
listen: 0.0.0.0:443
public_url: https://labs.example.org
tls:
  certificate: /etc/portolan/tls/chain.pem
  key: /etc/portolan/tls/key.pem
http:
  idle_timeout: 2m
```

- **Precedence**: defaults, below the file, below the environment, below the command line; key by key.
- **Environment**: every key is also a variable. Lists of single values stand there with commas between them, maps and lists
  of maps as YAML (`PORTOLAN_IDENTITY_ISSUERS='[{issuer: https://id.example.org, audience: labs}]'`). A list that is given
  takes the place of the whole list.
- **Mistakes** are all told at once, with file, line and column, and nothing starts: keys and `PORTOLAN_*` variables that
  are not known, values that do not fit, files that are missing. Left alone are the variables of other programs that the
  same shell may hold: `PORTOLAN_SERVER` and `PORTOLAN_TOKEN_FILE` of `portolanctl`, and those of `./dev` and of the tests.
- **Secrets** are never in the file, but in files that it names; everybody else may not read those (`chmod 600`, or 640 for
  a group). Relative paths begin at the folder in which the server is started.
- **Durations** are written `90s`, `15m`, `1h30m`, `30d`.
- `portolan-server --check-config` says what is wrong (exit status 2) or `ok` (0), and starts nothing;
  `--print-config` shows every key with what it is now and what it does, as a file to begin with.
- **SIGHUP** reads the file again. A file with mistakes is refused, loudly, and changes nothing. What takes effect *at once*
  does; for the rest the log names the keys that wait for a restart.
  A server that was started in a terminal ends with it.
)";

std::string cell(std::string_view text)
{
    std::string escaped;
    for (const char character : text)
        escaped += character == '|' ? "\\|" : std::string(1, character);
    return escaped;
}

std::string row(const Key &key)
{
    const std::string usual = key.defaultText == "none" ? "none" : std::format("`{}`", cell(key.defaultText));
    if (key.element)
        return std::format("| `{}` | {} | {} | {} |\n", key.name, cell(key.type), key.required ? "required" : usual,
                           cell(key.doc));
    return std::format("| `{}` | {} | {} | `{}` | {} | {} |\n", key.path, cell(key.type), usual, key.environment,
                       takesEffectAtOnce(key.path) ? "at once" : "restart", cell(key.doc));
}

constexpr std::string_view keyTableHead = "\n| Key | Type | Default | Environment | Change | What it does |\n"
                                          "|---|---|---|---|---|---|\n";
constexpr std::string_view elementTableHead = "\n| Key | Type | Default | What it does |\n|---|---|---|---|\n";

/// The section or the list that a key stands in; "" at the top.
std::string parentOf(const std::string &path)
{
    const auto dot = path.rfind('.');
    return dot == path.npos ? std::string() : path.substr(0, dot);
}

} // namespace

std::string reference()
{
    // Tables in the order of their first key; those of the top come first.
    std::vector<std::pair<std::string, std::string>> tables;
    tables.emplace_back("", std::format("\n## At the top\n{}", keyTableHead));
    for (const Key &key : keys()) {
        if (key.kind == Key::Kind::Section) {
            tables.emplace_back(key.path, std::format("\n## {}\n\n{}\n{}", key.path, key.doc, keyTableHead));
            continue;
        }
        const std::string parent = parentOf(key.path);
        auto table = std::ranges::find(tables, parent, &std::pair<std::string, std::string>::first);
        if (table == tables.end())
            table = tables.emplace(table, parent,
                                   std::format("\n## {}\n\nEach of them has:\n{}", parent, elementTableHead));
        table->second += row(key);
    }
    std::string text(introduction);
    for (const auto &[path, table] : tables)
        text += table;
    return text;
}

} // namespace portolan::config
