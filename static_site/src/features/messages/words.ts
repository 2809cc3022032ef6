/** Words of the page of messages. */
import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  title: { zh: "消息", en: "Messages" },
  unreadOf: { zh: "消息，{n} 条未读", en: "Messages, {n} unread" },
  only: { zh: "显示哪些消息", en: "Which messages to show" },
  unread: { zh: "未读", en: "Unread" },
  all: WORK.all,
  ways: WORK.contactWays,
  read: { zh: "标为已读", en: "Mark as read" },
  readOf: { zh: "标为已读：{line}", en: "Mark as read: {line}" },
  readAll: { zh: "全部标为已读", en: "Mark all as read" },
  allRead: { zh: "已全部标为已读", en: "All marked as read" },
  todo: { zh: "待处理", en: "to do" },
  isUnread: { zh: "未读", en: "unread" },
  none: { zh: "还没有消息", en: "No messages yet" },
  noneText: {
    zh: "推送、退回、推荐、上报和截止提醒会出现在这里，保留半年。",
    en: "Pushes, returns, recommendations, reports and deadlines are told here and kept for half a year.",
  },
  noneUnread: { zh: "没有未读消息", en: "Nothing unread" },
  noneUnreadText: { zh: "看过的消息在“全部”里。", en: "What you have read is under “All”." },
})
