// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What nearly every file of the Qt-free core includes.
#pragma once

#include <algorithm>
#include <chrono>
#include <expected>
#include <format>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// std::format is a template from top to bottom, and each file that calls it would compile all of it anew: 1.7 s of 2.5 s.
// core/base/format_instances.cpp has it once. Only where the name is known: elsewhere files compile their own copy.
#if defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE == 14
extern template class std::__format::_Formatting_scanner<std::__format::_Sink_iter<char>, char>;
#endif
