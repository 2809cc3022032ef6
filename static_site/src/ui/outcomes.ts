/** What becomes of an entry after its nomination: one row each. Apart from the states, since few pages need it. */
import type { Head } from "@/api"
import { text } from "@/i18n"

export type Outcome = NonNullable<Head["outcome"]>

interface OutcomeRow {
  readonly word: Readonly<Record<"zh" | "en", string>>
  /** The look of its chip, a class of `cards.css`. */
  readonly chip: "pushed" | "recommended" | "declined" | "award"
  /** The tone of the note that tells its filer. */
  readonly tone: "" | "good" | "bad"
}

export const OUTCOMES: Readonly<Record<Outcome, OutcomeRow>> = {
  admitted: { word: { zh: "已受理", en: "Admitted" }, chip: "recommended", tone: "good" },
  not_admitted: { word: { zh: "不予受理", en: "Not admitted" }, chip: "declined", tone: "bad" },
  noticed: { word: { zh: "公示中", en: "On public notice" }, chip: "pushed", tone: "" },
  awarded: { word: { zh: "入选", en: "Selected" }, chip: "award", tone: "good" },
  not_selected: { word: { zh: "未入选", en: "Not selected" }, chip: "declined", tone: "" },
  excluded: { word: { zh: "取消资格", en: "Excluded" }, chip: "declined", tone: "bad" },
  revoked: { word: { zh: "已撤销", en: "Revoked" }, chip: "declined", tone: "bad" },
}

/** The word for an outcome. */
export const outcomeWord = (outcome: Outcome): string => text(OUTCOMES[outcome].word)
