// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/async/fd_stream.h"
#include "core/base/file.h"
#include "core/model/workshop/allocation_order.h"

#include <unistd.h>

namespace portolan::ctl {

namespace {

constexpr std::size_t largestFile = 64 * 1024 * 1024;

Task<Result<std::string>> readStandardInput()
{
    const auto input = makeFdStream(Descriptor(dup(STDIN_FILENO)));
    std::string text;
    while (true) {
        const auto bytes = co_await input->read();
        if (!bytes)
            co_return std::unexpected(bytes.error());
        if (bytes->empty())
            co_return std::string(text);
        text += *bytes;
        if (text.size() > largestFile)
            co_return fail(ErrorCode::TooLarge, std::format("it is larger than {} bytes", largestFile));
    }
}

/// "-" is the standard input. What the file shall hold is told in docs/allocation.md.
Task<Result<AllocationCases>> readCases(std::string path)
{
    Result<std::string> text;
    if (path == "-") {
        path = "the standard input";
        text = co_await readStandardInput();
        if (!text)
            co_return failWithin(path, text.error());
    } else {
        text = readFile(path, largestFile);
        if (!text)
            co_return std::unexpected(text.error());
    }
    auto cases = schema::decode<AllocationCases>(*text);
    if (!cases)
        co_return failWithin(path, cases.error());
    co_return std::move(*cases);
}

void printOrders(const AllocationOrders &orders)
{
    for (std::size_t at = 0; at < orders.cases.size(); ++at) {
        const auto &ranking = orders.cases[at].ranking;
        std::println("{}Case {}: {}", at == 0 ? "" : "\n", at + 1,
                     ranking.empty() ? "no environments" : "tried in this order");
        if (!ranking.empty())
            printList(ranking, false);
    }
}

Task<int> simulateAllocation(const Context &context, std::string path)
{
    const auto cases = co_await readCases(path);
    if (!cases)
        co_return report(context, cases.error());
    AllocationOrders orders;
    for (const AllocationCase &allocation : cases->cases)
        orders.cases.push_back(orderOf(allocation));
    if (context.json)
        std::println("{}", schema::encode(orders, true));
    else
        printOrders(orders);
    co_return 0;
}

} // namespace

void addSimulateCommand(CLI::App &app, Context &context)
{
    CLI::App *simulate = app.add_subcommand("simulate", "Try decisions on made-up data, without a server")
                             ->require_subcommand(1);
    auto path = std::make_shared<std::string>();
    CLI::App *allocate = simulate->add_subcommand(
        "allocate", "The order in which the environments of a workshop are asked for a session, and why");
    allocate->add_option("FILE", *path, "JSON with the cases, see docs/allocation.md; - is the standard input")
        ->required();
    allocate->callback([&context, path] {
        context.command = [&context, path] { return simulateAllocation(context, *path); };
    });
}

} // namespace portolan::ctl
