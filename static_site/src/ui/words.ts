/** Words of the primitives. */
import { words } from "@/i18n"

export const t = words(
  {
    close: "关闭",
    dismiss: "关闭这条消息",
    cancel: "取消",
    retry: "再试一次",
    loading: "正在载入…",
    optional: "选填",
    show: "显示",
    hide: "隐藏",
    showPassword: "显示{label}",
    hours_of: "（{hours}）",
    shown: "已显示 {n} 条",
    more: "再取一页",
    days: "天",
    hours: "小时",
    minutes: "分钟",
  },
  {
    close: "Close",
    dismiss: "Dismiss this message",
    cancel: "Cancel",
    retry: "Try again",
    loading: "Loading…",
    optional: "optional",
    show: "Show",
    hide: "Hide",
    showPassword: "Show {label}",
    hours_of: " ({hours})",
    shown: { one: "{n} entry shown", other: "{n} entries shown" },
    more: "Load more",
    days: { one: "day", other: "days" },
    hours: { one: "hour", other: "hours" },
    minutes: { one: "minute", other: "minutes" },
  },
)
