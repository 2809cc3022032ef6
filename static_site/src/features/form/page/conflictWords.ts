import { words } from "@/i18n"

/** Words of the choice between two versions; fetched only when there is one to make. */
export const t = words({
  conflictTitle: {
    zh: "这份申报在别处也改过，请逐项选择",
    en: "This submission was changed elsewhere too: please choose",
  },
  conflictText: {
    zh: "另一份保存于 {at}。只有一边改过的项目已经选好；两边都改过的，请选一份。选好之前，什么都不会被覆盖。",
    en: "The other version was saved at {at}. Where only one side changed, it is already chosen; where both did, please choose. Nothing is overwritten until you do.",
  },
  yours: { zh: "我这里的", en: "Mine, here" },
  theirs: { zh: "另一处的", en: "The other" },
  takeMine: { zh: "全部用我这里的", en: "Keep all of mine" },
  takeTheirs: { zh: "全部用另一处的", en: "Take all of the other" },
  merge: { zh: "按选择合并并保存", en: "Merge as chosen and save" },
  mergeShort: { zh: "还有 {n} 项没有选", en: { one: "{n} is not chosen yet", other: "{n} are not chosen yet" } },
  bothChanged: { zh: "两边都改过", en: "both changed" },
})
