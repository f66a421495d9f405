// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the sources of programs with a command line include.
#pragma once

#include "cmake/precompiled.h"

#include <CLI/CLI.hpp>

#include <print>
