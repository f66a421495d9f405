// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one copy of what cmake/precompiled_std.h tells all other files not to compile.
#include <format>

#if defined(_GLIBCXX_RELEASE) && _GLIBCXX_RELEASE == 14
template class std::__format::_Formatting_scanner<std::__format::_Sink_iter<char>, char>;
#endif
