/** The word for where an entry stands. */
import type { State } from "@/api"
import { words } from "@/i18n"

export const states = words(
  {
    draft: "草稿",
    pushed: "已推送",
    returned: "已退回",
    withdrawn: "已撤回",
    recommended: "已推荐",
    declined: "不予推荐",
    nominated: "已上报至主办单位",
  },
  {
    draft: "Draft",
    pushed: "Pushed",
    returned: "Returned",
    withdrawn: "Withdrawn",
    recommended: "Recommended",
    declined: "Not recommended",
    nominated: "With the organiser",
  },
)

/** The word for a state. */
export const stateWord = (state: State): string => states(state)
