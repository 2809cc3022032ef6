/** Rules that keep experts from entries, with how many pairs each takes out. */
import { language } from "@/i18n"
import { t } from "./runnerWords"

export const rulesText = (rules: Readonly<Record<string, number>>): string =>
  Object.entries(rules)
    .map(([rule, n]) => `${t.of(rule, "ruled")} ${n.toLocaleString()}`)
    .join(language.value === "zh" ? "、" : ", ")
