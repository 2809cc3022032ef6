/** Words of what other experts had marked of an entry that is reconsidered. */
import { words } from "@/i18n"

export const t = words({
  title: { zh: "复议：各专家的评分和意见", en: "To reconsider: marks and comments of all" },
  lead: {
    zh: "专家之间相差较大，请看过以后再定一次，可以改，也可以不改。专家只列编号；前后两次评分都留存。",
    en: "The experts differ widely. Please look at their marks and decide once more: change yours or keep them. Experts are shown by code, and both rounds are kept.",
  },
  none: { zh: "没有别的专家的评分", en: "There are no marks of others" },
  criterion: { zh: "评审标准", en: "Criterion" },
  mine: { zh: "我原来的", en: "Mine before" },
  whole: { zh: "总的意见", en: "On the whole" },
  saidBy: { zh: "{name}的意见", en: "Comments: {name}" },
})
