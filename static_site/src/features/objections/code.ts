/** The code of an objection, as people read it. */

/** In groups of four. */
export const grouped = (code: string): string => (code.match(/.{1,4}/g) ?? []).join(" ")
