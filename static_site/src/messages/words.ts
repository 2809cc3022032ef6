/** Words of the page of messages. */
import { words } from "@/i18n"

export const t = words(
  {
    title: "消息",
    unreadOf: "消息，{n} 条未读",
    only: "显示哪些消息",
    unread: "未读",
    all: "全部",
    read: "标为已读",
    readOf: "标为已读：{line}",
    readAll: "全部标为已读",
    allRead: "已全部标为已读",
    todo: "待处理",
    isUnread: "未读",
    none: "还没有消息",
    noneText: "推送、退回、推荐、上报和截止提醒会出现在这里，保留半年。",
    noneUnread: "没有未读消息",
    noneUnreadText: "看过的消息在“全部”里。",
  },
  {
    title: "Messages",
    unreadOf: "Messages, {n} unread",
    only: "Which messages to show",
    unread: "Unread",
    all: "All",
    read: "Mark as read",
    readOf: "Mark as read: {line}",
    readAll: "Mark all as read",
    allRead: "All marked as read",
    todo: "to do",
    isUnread: "unread",
    none: "No messages yet",
    noneText: "Pushes, returns, recommendations, reports and deadlines are told here and kept for half a year.",
    noneUnread: "Nothing unread",
    noneUnreadText: "What you have read is under “All”.",
  },
)
