// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

namespace portolan::test {

/// What a server has answered, as a model; ends the test's program where it is none.
template <class Model>
[[nodiscard]] Model modelOf(const HttpAnswer &answer)
{
    auto model = schema::decode<Model>(answer.body.toStdString());
    if (!model)
        qFatal("%d %s: %s", answer.status, model.error().detail.c_str(), answer.body.constData());
    return std::move(*model);
}

} // namespace portolan::test
