/** The word for where an entry stands. */
import type { State } from "@/api"
import { words } from "@/i18n"

export const states = words({
  draft: { zh: "草稿", en: "Draft" },
  pushed: { zh: "已推送", en: "Pushed" },
  returned: { zh: "已退回", en: "Returned" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
  recommended: { zh: "已推荐", en: "Recommended" },
  declined: { zh: "不予推荐", en: "Not recommended" },
  nominated: { zh: "已上报至主办单位", en: "With the organiser" },
})

/** The word for a state. */
export const stateWord = (state: State): string => states(state)
