// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// What nearly every file that uses Qt includes.
#pragma once

#include "cmake/precompiled_std.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QCoroTask>
#include <QObject>
#include <QString>
#include <QTimer>
