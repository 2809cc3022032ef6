/** Paper shows everything: folded parts are opened for printing and folded again. */
export function unfoldForPrint(): void {
  let opened: HTMLDetailsElement[] = []
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>("main details.fold:not([open])")]
    for (const fold of opened) fold.open = true
  })
  window.addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false
  })
}
