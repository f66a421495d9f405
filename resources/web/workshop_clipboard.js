// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

/** Throws where the browser does not allow it. */
export async function copyText(words) {
    if (navigator.clipboard)
        return navigator.clipboard.writeText(words);
    // Over plain HTTP there is only the old way: to select it somewhere.
    const field = document.createElement("textarea");
    const focused = document.activeElement;
    field.value = words;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    focused?.focus();
    if (!isCopied)
        throw new Error("the browser does not allow to copy");
}
