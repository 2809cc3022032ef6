/** Addresses that come from outside: in a link, in what is opened anew. */

/**
 * The path, search and hash of an address of this site.
 * Null for any other site, however it is spelled.
 */
export function ownAddress(wanted: unknown): string | null {
  if (typeof wanted !== "string" || !wanted.startsWith("/")) return null
  const { origin } = window.location
  try {
    const url = new URL(wanted, origin)
    // A path of two slashes would itself be taken for another site where it is followed next.
    if (url.origin !== origin || url.pathname.startsWith("//")) return null
    return url.pathname + url.search + url.hash
  } catch {
    return null
  }
}
