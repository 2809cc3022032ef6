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
    picture: "界面图：{title}",
  },
  {
    manual: "Manual",
    print: "Print",
    parts: "Parts of the manual",
    questions: "Often asked",
    contacts: "Contact",
    contactsText: "Ask your recommending desk about your submission, and technical support about the system.",
    picture: "Screen: {title}",
  },
)
