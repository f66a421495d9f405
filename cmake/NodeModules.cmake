# SPDX-FileCopyrightText: 2026 The Portolan authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# portolan_node_modules(NAME FOLDER [FILES...]): installs what FOLDER/package-lock.json pins into build/.../node/NAME/node_modules,
# with the FOLDER's scripts (*.mjs) beside it, where their imports find it. The lock names no addresses: the registry is
# the one that npm is configured with. The target is node.NAME, and PORTOLAN_NODE_NAME the folder. FILES: what others are
# made from, below node_modules.
function(portolan_node_modules name folder)
    cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" "FILES")
    find_program(NPM npm REQUIRED)
    set(work ${PROJECT_BINARY_DIR}/node/${name})
    list(TRANSFORM ARG_FILES PREPEND ${work}/node_modules/)
    file(GLOB scripts CONFIGURE_DEPENDS ${folder}/*.mjs)
    add_custom_command(OUTPUT ${work}/.installed ${ARG_FILES}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${work}
        COMMAND ${CMAKE_COMMAND} -E copy ${folder}/package.json ${folder}/package-lock.json ${work}
        COMMAND ${CMAKE_COMMAND} -E chdir ${work} ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
        COMMAND ${CMAKE_COMMAND} -E touch ${work}/.installed ${ARG_FILES}
        DEPENDS ${folder}/package.json ${folder}/package-lock.json
        COMMENT "Installing the node modules of ${name}"
        VERBATIM)
    set(copied)
    foreach(script ${scripts})
        cmake_path(GET script FILENAME file)
        add_custom_command(OUTPUT ${work}/${file}
            COMMAND ${CMAKE_COMMAND} -E copy ${script} ${work}/${file}
            DEPENDS ${script} ${work}/.installed
            VERBATIM)
        list(APPEND copied ${work}/${file})
    endforeach()
    add_custom_target(node.${name} DEPENDS ${work}/.installed ${copied})
    string(TOUPPER ${name} upper)
    set(PORTOLAN_NODE_${upper} ${work} PARENT_SCOPE)
endfunction()
