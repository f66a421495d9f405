// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// JSON of others as our models: what is read can be written and read again, and what is refused says where.
#include "core/model/blueprint/blueprint.h"
#include "core/model/event/event.h"
#include "core/model/job/job.h"
#include "core/model/job/provision_job.h"
#include "core/model/user/user.h"
#include "core/model/workshop/allocation_case.h"
#include "core/model/workspace/sysinfo.h"
#include "core/model/workspace/workspace.h"
#include "core/model/workspace/workspace_create.h"
#include "core/model/workspace/workspace_details.h"
#include "core/schema/codec.h"
#include "tests/fuzz/fuzz.h"

using namespace portolan;

namespace {

template <class Model>
void check(std::string_view input)
{
    for (const auto unknown : {schema::UnknownKeys::Ignore, schema::UnknownKeys::Refuse}) {
        const auto model = schema::decode<Model>(input, unknown);
        if (!model) {
            FUZZ_REQUIRE(!model.error().detail.empty());
            for (const auto &field : model.error().fields)
                FUZZ_REQUIRE(field.pointer.empty() || field.pointer.starts_with('/'));
            continue;
        }
        const auto text = schema::encode(*model);
        const auto again = schema::decode<Model>(text, unknown);
        FUZZ_REQUIRE(again);
        FUZZ_REQUIRE(schema::encode(*again) == text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto input = fuzz::text(data, size);
    check<WorkspaceCreate>(input);
    check<WorkspaceDetails>(input);
    check<Workspace>(input);
    check<BlueprintFile>(input);
    check<Event>(input);
    check<Job>(input);
    check<ProvisionJob>(input);
    check<Sysinfo>(input);
    check<User>(input);
    check<AllocationCases>(input);
    return 0;
}
