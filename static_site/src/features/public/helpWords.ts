/** Words of the manual, the privacy notice and the accessibility statement. */
import { words } from "@/i18n"

export const t = words(
  {
    manual: "操作手册",
    print: "打印",
    parts: "手册各部分",
    questions: "常见问题",
    contacts: "联系我们",
    contactsText: "填报中有疑问，先问推荐单位；系统问题问技术支持。",
    desk: "查推荐单位的电话",
    deskHelp: "输入县区、市或部门名称，如“泰山区”",
    noPhone: "尚未填写电话",
    foundDesks: "找到 {n} 个",
    more: "，请再输入几个字",
    picture: "界面图：{title}",
  },
  {
    manual: "Manual",
    print: "Print",
    parts: "Parts of the manual",
    questions: "Often asked",
    contacts: "Contact",
    contactsText: "Ask your recommending desk about your submission, and technical support about the system.",
    desk: "Find a desk's phone number",
    deskHelp: "Type a part of its name",
    noPhone: "no number given yet",
    foundDesks: { one: "{n} found", other: "{n} found" },
    more: ", please type more of the name",
    picture: "Screen: {title}",
  },
)
