/**
 * Opens `link`'s answer in a new tab.
 * The tab is made while the click still allows it; closed again if there is none.
 */
export async function inOwnTab(link: () => Promise<string>): Promise<void> {
  const tab = window.open("", "_blank")
  try {
    const url = await link()
    if (tab) tab.location.href = url
    else window.location.assign(url)
  } catch (thrown) {
    tab?.close()
    throw thrown
  }
}
