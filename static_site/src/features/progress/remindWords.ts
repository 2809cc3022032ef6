/** Words of a desk's reminders. */
import { words } from "@/i18n"

export const t = words(
  {
    remind: "提醒",
    title: "提醒申报用户",
    text: "每人每天最多收到一次提醒。发送前请看一遍：每人名下是对方将看到的话。",
    who: "提醒谁",
    all: "全选",
    none: "全不选",
    send: "发送提醒（{n} 人）",
    most: "一次最多 {n} 人，其余请再提醒一次。",
    done: "已提醒 {n} 人",
    doneBefore: "已提醒 {n} 人；另有 {before} 人今天已提醒过，没有重复发送。",
    choose: "请至少选一人",
  },
  {
    remind: "Remind",
    title: "Remind applicants",
    text: "Nobody is reminded more than once a day. Please read before sending: below each name is what that person will see.",
    who: "Whom to remind",
    all: "Choose all",
    none: "Choose none",
    send: { one: "Send {n} reminder", other: "Send {n} reminders" },
    most: "At most {n} at once; please remind the others afterwards.",
    done: { one: "{n} applicant is reminded", other: "{n} applicants are reminded" },
    doneBefore: {
      one: "{n} applicant is reminded; {before} had been reminded today and got nothing more.",
      other: "{n} applicants are reminded; {before} had been reminded today and got nothing more.",
    },
    choose: "Please choose at least one",
  },
)
