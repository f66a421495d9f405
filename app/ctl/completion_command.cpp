// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"

#include <print>

namespace portolan::ctl {

namespace {

/// The words that may follow each path of subcommands, out of the command line's own description.
struct Words {
    std::string path; ///< "portolanctl workspace create"
    std::vector<std::string> words;
    bool takesWorkspace = false;
};

void collect(const CLI::App &app, std::string path, std::vector<Words> &all)
{
    Words words{.path = path};
    for (const CLI::App *child : app.get_subcommands({}))
        if (!child->get_name().empty())
            words.words.push_back(child->get_name());
    for (const CLI::Option *option : app.get_options()) {
        for (const std::string &name : option->get_lnames())
            words.words.push_back("--" + name);
        words.takesWorkspace = words.takesWorkspace
                               || (option->get_positional() && path.contains(" workspace ")
                                   && option->get_name(true).starts_with("NAME"));
    }
    all.push_back(words);
    for (const CLI::App *child : app.get_subcommands({}))
        if (!child->get_name().empty())
            collect(*child, path + " " + child->get_name(), all);
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

constexpr std::string_view bashHead = R"bash(# Completion of portolanctl for bash: source this file, or put it into
# ~/.local/share/bash-completion/completions/portolanctl
_portolanctl() {
    local current="${COMP_WORDS[COMP_CWORD]}" path=portolanctl word
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$word" in -*) ;; *) case " ${_portolanctl_paths[*]} " in *" ${path// /_}_$word "*) path="$path $word" ;; esac ;; esac
    done
    local words="${_portolanctl_words[$path]}"
    [[ -n "${_portolanctl_workspaces[$path]}" && "$current" != -* ]] &&
        words="$words $(portolanctl workspace list --all --names 2>/dev/null)"
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
declare -A _portolanctl_words _portolanctl_workspaces
_portolanctl_paths=()
)bash";

void printBash(const std::vector<Words> &all)
{
    std::print("{}", bashHead);
    for (const Words &words : all) {
        std::string path = words.path;
        std::ranges::replace(path, ' ', '_');
        std::println("_portolanctl_paths+=({})", path);
        std::println("_portolanctl_words['{}']='{}'", words.path, joined(words.words));
        if (words.takesWorkspace)
            std::println("_portolanctl_workspaces['{}']=1", words.path);
    }
    std::println("complete -o default -F _portolanctl portolanctl");
}

void printFish(const std::vector<Words> &all)
{
    std::println("# Completion of portolanctl for fish: put it into ~/.config/fish/completions/portolanctl.fish");
    for (const Words &words : all) {
        std::string condition;
        std::string_view rest = words.path;
        rest.remove_prefix(std::string_view("portolanctl").size());
        while (!rest.empty()) {
            rest.remove_prefix(1);
            const auto end = std::min(rest.find(' '), rest.size());
            condition += std::format("{}__fish_seen_subcommand_from {}", condition.empty() ? "" : "; and ",
                                     rest.substr(0, end));
            rest.remove_prefix(end);
        }
        if (condition.empty())
            condition = "__fish_use_subcommand";
        for (const std::string &word : words.words) {
            if (word.starts_with("--"))
                std::println("complete -c portolanctl -n '{}' -l {}", condition, word.substr(2));
            else
                std::println("complete -c portolanctl -n '{}' -f -a {}", condition, word);
        }
        if (words.takesWorkspace)
            std::println(
                "complete -c portolanctl -n '{}' -f -a '(portolanctl workspace list --all --names 2>/dev/null)'",
                condition);
    }
}

Task<int> printCompletion(const CLI::App &app, std::string shell)
{
    std::vector<Words> all;
    collect(app, "portolanctl", all);
    if (shell == "zsh")
        std::println("#compdef portolanctl\nautoload -U +X bashcompinit && bashcompinit");
    shell == "fish" ? printFish(all) : printBash(all);
    co_return 0;
}

} // namespace

void addCompletionCommand(CLI::App &app, Context &context)
{
    auto shell = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand("completion", "Print the completion of a shell");
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}));
    command->callback([&app, &context, shell] {
        context.command = [&app, shell] { return printCompletion(app, *shell); };
    });
}

} // namespace portolan::ctl
