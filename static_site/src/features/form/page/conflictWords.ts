import { words } from "@/i18n"

/** Words of the choice between two versions; fetched only when there is one to make. */
export const t = words(
  {
    conflictTitle: "这份申报在别处也改过，请逐项选择",
    conflictText: "另一份保存于 {at}。只有一边改过的项目已经选好；两边都改过的，请选一份。选好之前，什么都不会被覆盖。",
    yours: "我这里的",
    theirs: "另一处的",
    takeMine: "全部用我这里的",
    takeTheirs: "全部用另一处的",
    merge: "按选择合并并保存",
    mergeShort: "还有 {n} 项没有选",
    bothChanged: "两边都改过",
  },
  {
    conflictTitle: "This submission was changed elsewhere too: please choose",
    conflictText:
      "The other version was saved at {at}. Where only one side changed, it is already chosen; where both did, please choose. Nothing is overwritten until you do.",
    yours: "Mine, here",
    theirs: "The other",
    takeMine: "Keep all of mine",
    takeTheirs: "Take all of the other",
    merge: "Merge as chosen and save",
    mergeShort: { one: "{n} is not chosen yet", other: "{n} are not chosen yet" },
    bothChanged: "both changed",
  },
)
