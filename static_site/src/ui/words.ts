/** Words of the primitives. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  close: TERMS.close,
  dismiss: { zh: "关闭这条消息", en: "Dismiss this message" },
  cancel: TERMS.cancel,
  retry: TERMS.retry,
  loading: { zh: "正在载入…", en: "Loading…" },
  optional: TERMS.optional,
  show: TERMS.show,
  hide: TERMS.hide,
  showPassword: { zh: "显示{label}", en: "Show {label}" },
  hours_of: { zh: "（{hours}）", en: " ({hours})" },
  shown: { zh: "已显示 {n} 条", en: { one: "{n} submission shown", other: "{n} submissions shown" } },
  more: { zh: "再取一页", en: "Load more" },
  inNotice: { zh: "电话见印发的通知", en: "phone in the printed notice" },
  days: { zh: "天", en: { one: "day", other: "days" } },
  hours: { zh: "小时", en: { one: "hour", other: "hours" } },
  minutes: { zh: "分钟", en: { one: "minute", other: "minutes" } },
  skipToActs: { zh: "跳到操作栏", en: "Skip to the action bar" },
})
