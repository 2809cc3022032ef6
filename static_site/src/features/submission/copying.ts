/** Copies an entry into the call that is open, and names what its form has no place for. */
import { api, type Head } from "@/api"
import { names, text, words } from "@/i18n"
import { useCall } from "@/session/call"
import { callForCopy } from "@/session/sameAuthority"
import { askToConfirm, toast } from "@/ui"

const t = words({
  copied: { zh: "已复制为新的草稿", en: "Copied as a new draft" },
  into: { zh: "已复制到“{call}”", en: "Copied into “{call}”" },
  leftOut: {
    zh: "今年的申报表没有这些内容的位置，没有带过来：{fields}。附件请重新上传。",
    en: "This year's form has no place for these, so they were left out: {fields}. Please upload attachments anew.",
  },
  goOn: { zh: "继续填报", en: "Go on" },
})

/** Gives the new draft's id. */
export async function copy(head: Head): Promise<string> {
  const heads = await useCall().listed()
  const target = callForCopy(heads, heads.find(({ id }) => id === head.call) ?? null)
  const into = target?.id ?? head.call
  const made = await api.post("/submissions", { call: into, track: head.track, copy_of: head.id })
  const said = into === head.call ? t("copied") : t("into", { call: text(target?.names) })
  if (made.left_out.length)
    await askToConfirm({
      title: said,
      text: t("leftOut", { fields: names(made.left_out.map(text)) }),
      verb: t("goOn"),
    })
  else toast(said)
  return made.id
}
