/** Opens what `link` answers in a tab of its own, made now, while the click still allows it; gone again if there is no link. */
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
