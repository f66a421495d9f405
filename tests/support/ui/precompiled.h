// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/precompiled.h"

#include <QApplication>
#include <QPainter>
#include <QSignalSpy>
#include <QWidget>
