/** Words of answering an objection. */
import { words } from "@/i18n"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  label: { zh: "核实答复", en: "Answer" },
  help: { zh: "写清核实经过、结论和依据。", en: "Say what was looked into, what came of it, and how you know." },
  missing: { zh: "请填写答复", en: "Please write the answer" },
  send: { zh: "提交答复", en: "Send the answer" },
  again: { zh: "重新提交答复", en: "Send it anew" },
  done: { zh: "答复已提交", en: "The answer was sent" },
  leaveTitle: { zh: "答复还没有提交，确定离开？", en: "The answer is not sent yet. Leave?" },
  leaveText: { zh: "离开后写的内容不保留。", en: "What you wrote would be lost." },
  leave: WORK.leave,
})
