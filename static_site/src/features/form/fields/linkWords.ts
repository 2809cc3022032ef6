import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** Words of the field that links entries. */
export const t = words({
  again: TERMS.retry,
  noLinks: {
    zh: "本单位还没有可选的申报。先填报并推送，再回到这里选择。",
    en: "Your unit has nothing to choose here yet. File and push it first, then come back.",
  },
  gone: { zh: "已不存在的申报（{id}）", en: "A submission that is no longer there ({id})" },
  notYet: { zh: "推送后可选", en: "can be chosen once pushed" },
  hidden: { zh: "其他账户申报的一项（{n}）", en: "An entry of another account ({n})" },
  ask: { zh: "请对方确认", en: "Ask its owner to confirm" },
  requested: { zh: "已请对方确认，确认后显示名称", en: "its owner was asked; its name shows once confirmed" },
  refused: { zh: "对方未同意显示", en: "its owner did not agree" },
  hiddenHelp: {
    zh: "其他账户以同一信用代码申报的，经对方确认后才显示名称；未确认也可选择，由推荐单位核对。",
    en: "What another account filed under the same credit code is named once its owner confirms. It may be chosen before; the desk checks it.",
  },
})
