import { words } from "@/i18n"

/** Words for dates that come earlier, or have passed. */
export const t = words({
  call: { zh: "申报 {at}截止。", en: "Filing closes {at}." },
  earlier: {
    zh: "{desk}要求本地区提前，{at}前推送。",
    en: "{desk} has set an earlier date for its area: push by {at}.",
  },
  extended: { zh: "{desk}已延期至 {at}。", en: "{desk} has more time: until {at}." },
  late: { zh: "主办单位准予逾期申报至 {at}。", en: "The organiser gives this submission more time: until {at}." },
  returned: { zh: "退回后可再推送，至 {at}。", en: "After its return it can be pushed again until {at}." },
  earlierOver: {
    zh: "{desk}规定的本地区截止时间已过：{at}。请电话联系该单位，或推送给其他可选的推荐单位。",
    en: "The date that {desk} set for its area has passed: {at}. Call that desk, or push to another one that may receive it.",
  },
  closed: { zh: "申报已于 {at}截止", en: "Filing closed on {at}" },
  closedText: {
    zh: "填写的内容都在，改动仍会保存，但已不能推送。确需补报，请联系推荐单位或主办单位。",
    en: "Everything you entered is kept and changes are still saved, but it can no longer be pushed. If it must still go in, call your recommending desk or the organiser.",
  },
})
