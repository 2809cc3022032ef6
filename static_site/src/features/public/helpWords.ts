/** Words of the manual, the privacy notice and the accessibility statement. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  manual: TERMS.manual,
  print: TERMS.print,
  parts: { zh: "手册各部分", en: "Parts of the manual" },
  questions: { zh: "常见问题", en: "Often asked" },
  contacts: { zh: "联系我们", en: "Contact" },
  contactsText: {
    zh: "填报中有疑问，先问推荐单位；系统问题问技术支持。",
    en: "Ask your recommending desk about your submission, and technical support about the system.",
  },
  evaluation: { zh: "评审", en: "Evaluation" },
  evaluationText: {
    zh: "上报之后的评审另有指南，评审规则人人可看。",
    en: "What happens after nomination has guides of its own; the rules are there for everybody.",
  },
  runGuide: { zh: "评审组织指南", en: "Running an evaluation" },
  runGuideFor: { zh: "主办单位、评审机构、监督员", en: "organisers, agencies, observers" },
  expertGuide: { zh: "评审专家指南", en: "For experts" },
  expertGuideFor: { zh: "评审专家", en: "experts" },
  everybody: { zh: "所有人", en: "everybody" },
  rules: { zh: "评审规则", en: "How entries are judged" },
  desk: { zh: "查推荐单位的电话", en: "Find a desk's phone number" },
  deskHelp: { zh: "输入县区、市或部门名称，如“泰山区”", en: "Type a part of its name" },
  noPhone: { zh: "未公开电话", en: "no public number" },
  foundDesks: { zh: "找到 {n} 个", en: { one: "{n} found", other: "{n} found" } },
  more: { zh: "，请再输入几个字", en: ", please type more of the name" },
  picture: { zh: "界面图：{title}", en: "Screen: {title}" },
})
