/** Words of a desk's reminders. */
import { words } from "@/i18n"

export const t = words({
  remind: { zh: "提醒", en: "Remind" },
  title: { zh: "提醒申报用户", en: "Remind applicants" },
  text: {
    zh: "每人每天最多收到一次提醒。发送前请看一遍：每人名下是对方将看到的话。",
    en: "Nobody is reminded more than once a day. Please read before sending: below each name is what that person will see.",
  },
  who: { zh: "提醒谁", en: "Whom to remind" },
  all: { zh: "全选", en: "Choose all" },
  none: { zh: "全不选", en: "Choose none" },
  send: { zh: "发送提醒（{n} 人）", en: { one: "Send {n} reminder", other: "Send {n} reminders" } },
  most: { zh: "一次最多 {n} 人，其余请再提醒一次。", en: "At most {n} at once; please remind the others afterwards." },
  done: { zh: "已提醒 {n} 人", en: { one: "{n} applicant is reminded", other: "{n} applicants are reminded" } },
  doneBefore: {
    zh: "已提醒 {n} 人；另有 {before} 人今天已提醒过，没有重复发送。",
    en: {
      one: "{n} applicant is reminded; {before} had been reminded today and got nothing more.",
      other: "{n} applicants are reminded; {before} had been reminded today and got nothing more.",
    },
  },
  choose: { zh: "请至少选一人", en: "Please choose at least one" },
})
