import type { Plugin, Rule } from "postcss"

/**
 * PostCSS: a rule of a feature's sheet wins over any rule of a shared one, whichever was fetched first.
 * It is what `@layer` does; Chromium 86 has no layers, so each selector gets the weight of an id it never has.
 */
const WEIGHT = ":not(#\\#)"

/** A changed rule is visited again. */
const SEEN = new WeakSet<Rule>()

/** The weight goes before a pseudo-element, which ends a selector. */
const heavier = (selector: string): string => selector.replace(/(::[\w-]+.*)?$/, (end) => WEIGHT + end)

export const pagesWin: Plugin = {
  postcssPlugin: "pages-win",
  Rule(rule) {
    const file = rule.source?.input.file ?? ""
    const frame = rule.parent?.type === "atrule" && rule.parent.name.endsWith("keyframes")
    if (!file.includes("/src/features/") || frame || SEEN.has(rule)) return
    SEEN.add(rule)
    rule.selectors = rule.selectors.map(heavier)
  },
}
