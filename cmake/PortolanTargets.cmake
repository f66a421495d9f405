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
option(PORTOLAN_THREADS "Build only the tests that the thread sanitizer understands" OFF)

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
if(CMAKE_UNITY_BUILD)
    # Several files are compiled as one (a third less work from nothing); all but the first then look like headers, in which
    # a coroutine must not keep what is local to its file.
    target_compile_options(portolan_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endif()
if(PORTOLAN_SANITIZE)
    target_compile_options(portolan_options INTERFACE -fsanitize=${PORTOLAN_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(portolan_options INTERFACE -fsanitize=${PORTOLAN_SANITIZE})
    # GCC 14 finds uninitialised uses in coroutine frames that only its own instrumentation makes.
    target_compile_options(portolan_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

# A precompiled header is made once, by the lowest library that needs it (PRECOMPILE), and the others REUSE that library's.
# Their flags must be the same, but for definitions: whoever reuses must have all of the maker's, and may have more that no
# header looks at, such as QT_NETWORK_LIB.

# portolan_library(NAME [QT] [MOC] [PRECOMPILE HEADER | REUSE LIBRARY] SOURCES... LINK...): a static library of one module.
# MOC: it has a Q_OBJECT or the like. The precompiled header is, where nothing is said, that of Qt or of the standard library.
function(portolan_library name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "QT;MOC" "PRECOMPILE;REUSE" "SOURCES;LINK;PRIVATE_LINK")
    add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC portolan_options ${ARG_LINK} PRIVATE ${ARG_PRIVATE_LINK})
    set_target_properties(${name} PROPERTIES AUTOMOC ${ARG_MOC})
    if(ARG_PRECOMPILE)
        target_precompile_headers(${name} PRIVATE ${ARG_PRECOMPILE})
    elseif(ARG_REUSE)
        target_precompile_headers(${name} REUSE_FROM ${ARG_REUSE})
    elseif(ARG_QT)
        target_precompile_headers(${name} REUSE_FROM portolan_async)
    else()
        target_precompile_headers(${name} REUSE_FROM portolan_core)
    endif()
endfunction()

# portolan_program(NAME [MOC] REUSE LIBRARY SOURCES... LINK...)
function(portolan_program name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "MOC" "REUSE" "SOURCES;LINK")
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE portolan_options ${ARG_LINK})
    set_target_properties(${name} PROPERTIES AUTOMOC ${ARG_MOC})
    target_precompile_headers(${name} REUSE_FROM ${ARG_REUSE})
endfunction()

# portolan_moc(TARGET SOURCE OUTPUT): lets the target include OUTPUT, which moc makes of SOURCE. A tenth of what AUTOMOC
# costs, which also looks at all other files and compiles a file of its own.
function(portolan_moc target source output)
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/moc/${target})
    file(MAKE_DIRECTORY ${folder})
    qt_generate_moc(${source} ${folder}/${output} TARGET ${target})
    set_source_files_properties(${folder}/${output} PROPERTIES HEADER_FILE_ONLY ON)
    target_sources(${target} PRIVATE ${folder}/${output})
    target_include_directories(${target} PRIVATE ${folder})
endfunction()

# portolan_test(SOURCE SUPPORT LIBRARY LINK... [COMMAND what runs it...]): tests/core/base/time_test.cpp becomes the test core.base.time, with the
# precompiled header of the support library.
function(portolan_test source)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "SUPPORT" "LINK;LABELS;COMMAND")
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE path)
    cmake_path(RELATIVE_PATH path BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/tests OUTPUT_VARIABLE name)
    string(REGEX REPLACE "_test\\.cpp$" "" name ${name})
    string(REPLACE "/" "." name ${name})
    set(PORTOLAN_TEST_TARGET test.${name} PARENT_SCOPE)
    set(PORTOLAN_TEST_NAME ${name} PARENT_SCOPE)
    add_executable(test.${name} ${source})
    target_link_libraries(test.${name} PRIVATE portolan_options ${ARG_SUPPORT} ${ARG_LINK})
    target_compile_definitions(test.${name} PRIVATE PORTOLAN_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    set_target_properties(test.${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    cmake_path(GET path STEM stem)
    portolan_moc(test.${name} ${source} ${stem}.moc)
    target_precompile_headers(test.${name} REUSE_FROM ${ARG_SUPPORT})
    add_test(NAME ${name} COMMAND ${ARG_COMMAND} $<TARGET_FILE:test.${name}>)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300 LABELS "${ARG_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;PATH=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}:$ENV{PATH}")
endfunction()

# portolan_fuzz_target(NAME LINK...): tests/fuzz/NAME.cpp. Built with PORTOLAN_FUZZ it is libFuzzer, else it only replays
# files; the test fuzz.NAME replays its corpus in both.
function(portolan_fuzz_target name)
    cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "LINK")
    set(only_replay)
    if(PORTOLAN_FUZZ)
        set(only_replay -runs=0)
    endif()
    add_executable(fuzz.${name} ${name}.cpp)
    target_link_libraries(fuzz.${name} PRIVATE portolan_async ${ARG_LINK}
        $<IF:$<BOOL:${PORTOLAN_FUZZ}>,-fsanitize=fuzzer,portolan_fuzz_replay>)
    target_precompile_headers(fuzz.${name} REUSE_FROM portolan_async)
    set_target_properties(fuzz.${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
    add_test(NAME fuzz.${name} COMMAND fuzz.${name} ${only_replay} ${CMAKE_CURRENT_SOURCE_DIR}/corpus/${name})
    set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 300)
endfunction()
