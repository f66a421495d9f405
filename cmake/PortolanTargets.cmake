# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How every target of Portolan is compiled, and portolan_library/program/test, which all lists use.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

set(PORTOLAN_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined or thread")
option(PORTOLAN_FUZZ "Build the fuzz targets (clang only)" OFF)

add_library(portolan_options INTERFACE)
target_compile_options(portolan_options INTERFACE
    -Wall -Wextra -Wno-missing-field-initializers -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused -Werror
    -fno-omit-frame-pointer -fstack-protector-strong)
target_compile_definitions(portolan_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH QT_DISABLE_DEPRECATED_UP_TO=0x060800
    $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_include_directories(portolan_options INTERFACE ${PROJECT_SOURCE_DIR})
if(NOT PORTOLAN_SANITIZE AND CMAKE_BUILD_TYPE MATCHES "^(Release|RelWithDebInfo)$")
    target_compile_definitions(portolan_options INTERFACE _FORTIFY_SOURCE=3)
endif()
if(PORTOLAN_SANITIZE)
    target_compile_options(portolan_options INTERFACE -fsanitize=${PORTOLAN_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(portolan_options INTERFACE -fsanitize=${PORTOLAN_SANITIZE})
    # GCC 14 finds uninitialised uses in coroutine frames that only its own instrumentation makes.
    target_compile_options(portolan_options INTERFACE -Wno-maybe-uninitialized)
endif()

# portolan_library(NAME SOURCES... LINK...): a static library of one module.
function(portolan_library name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "QT" "" "SOURCES;LINK;PRIVATE_LINK")
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC portolan_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    if(ARG_QT)
        set_target_properties(${name} PROPERTIES AUTOMOC ON)
        target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled.h)
    else()
        target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/precompiled_std.h)
    endif()
endfunction()

# portolan_program(NAME SOURCES... LINK...)
function(portolan_program name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES;LINK")
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE portolan_options ${ARG_LINK})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
endfunction()

# portolan_test(SOURCE SUPPORT LIBRARY LINK...): tests/core/base/time_test.cpp becomes the test core.base.time, with the
# precompiled header of the support library.
function(portolan_test source)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "SUPPORT" "LINK;LABELS")
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/tests OUTPUT_VARIABLE name)
    string(REGEX REPLACE "_test\\.cpp$" "" name ${name})
    string(REPLACE "/" "." name ${name})
    set(PORTOLAN_TEST_TARGET test.${name} PARENT_SCOPE)
    add_executable(test.${name} ${source})
    target_link_libraries(test.${name} PRIVATE portolan_options ${ARG_SUPPORT} ${ARG_LINK})
    target_compile_definitions(test.${name} PRIVATE PORTOLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    set_target_properties(test.${name} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    target_precompile_headers(test.${name} REUSE_FROM ${ARG_SUPPORT})
    add_test(NAME ${name} COMMAND test.${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;PATH=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}:$ENV{PATH}")
endfunction()
