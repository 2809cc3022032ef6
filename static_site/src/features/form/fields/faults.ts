import { words } from "@/i18n"

/** What can be wrong with an answer, by the engine's codes; a suffix is for types that say it otherwise. */
export const faults = words({
  required: { zh: "请填写", en: "Please fill this in" },
  required_pick: { zh: "请选择", en: "Please choose" },
  required_picks: { zh: "请至少选一项", en: "Please choose at least one" },
  required_rows: {
    zh: "请至少添加 {n} 行",
    en: { one: "Please add at least {n} row", other: "Please add at least {n} rows" },
  },
  required_files: { zh: "请上传文件", en: "Please upload a file" },
  too_short: { zh: "不能少于 {min} 字，还差 {missing} 字", en: "At least {min} characters: {missing} more needed" },
  too_long: { zh: "不能超过 {max} 字，多了 {over} 字", en: "At most {max} characters: {over} too many" },
  not_a_number: { zh: "请填写数字", en: "Please enter a number" },
  not_a_number_integer: { zh: "请填写整数，例如 128000", en: "Please enter a whole number, such as 128000" },
  not_whole: { zh: "请填写整数，不带小数", en: "Please enter a whole number, without decimals" },
  too_small: { zh: "不能小于 {min}", en: "No less than {min}" },
  too_big: { zh: "不能大于 {max}", en: "No more than {max}" },
  too_many_places: { zh: "最多保留 {places} 位小数", en: "At most {places} decimal places" },
  not_a_date: { zh: "日期写作 2021-10-31", en: "Write the date as 2021-10-31" },
  not_a_month: { zh: "年月写作 2021-10", en: "Write the month as 2021-10" },
  too_early: { zh: "不能早于 {min}", en: "No earlier than {min}" },
  too_late: { zh: "不能晚于 {max}", en: "No later than {max}" },
  in_future: { zh: "不能晚于今天", en: "No later than today" },
  not_an_option: { zh: "请从列出的选项中选择", en: "Please choose from the options listed" },
  option_not_allowed: {
    zh: "所选项在当前情形下不可选，请另选",
    en: "This option cannot be chosen as things stand; please choose another",
  },
  too_few: { zh: "至少要 {min} 项，还差 {missing} 项", en: "At least {min}: {missing} more needed" },
  too_few_rows: { zh: "至少 {min} 行，还差 {missing} 行", en: "At least {min} rows: {missing} more needed" },
  too_few_files: { zh: "至少 {min} 个文件，还差 {missing} 个", en: "At least {min} files: {missing} more needed" },
  too_many: { zh: "最多 {max} 项，多了 {over} 项", en: "At most {max}: {over} too many" },
  too_many_rows: { zh: "最多 {max} 行，多了 {over} 行", en: "At most {max} rows: {over} too many" },
  too_many_files: { zh: "最多 {max} 个文件，多了 {over} 个", en: "At most {max} files: {over} too many" },
  unknown_region: { zh: "请重新选择地区", en: "Please choose the region again" },
  region_outside: { zh: "请选择{place}范围内的地区", en: "Please choose a region within {place}" },
  region_level: { zh: "请选到{levels}", en: "Please choose down to: {levels}" },
  bad_uscc: {
    zh: "统一社会信用代码不对：18 位数字或大写字母，请对照证书核对",
    en: "This unified social credit code is not right: 18 digits or capital letters, please check it against the certificate",
  },
  bad_mobile: { zh: "请填写 11 位手机号码", en: "Please enter a mobile number of 11 digits" },
  bad_phone: {
    zh: "请填写带区号的电话，例如 0538-6881234",
    en: "Please enter a telephone number with its area code, such as 0538-6881234",
  },
  bad_email: {
    zh: "请填写电子邮箱，例如 name@example.cn",
    en: "Please enter an e-mail address, such as name@example.cn",
  },
  bad_url: {
    zh: "请填写完整网址，以 http:// 或 https:// 开头",
    en: "Please enter a whole web address that begins with http:// or https://",
  },
  unknown_submission: {
    zh: "所选申报已不存在，请另选",
    en: "This submission is no longer there; please choose another",
  },
  not_pushed: {
    zh: "所选申报还没有推送，请先推送它",
    en: "This submission has not been pushed yet; please push it first",
  },
  too_heavy: {
    zh: "整份申报内容太多，此项没有存上，请删减约 {size}",
    en: "This submission is too long in all, and this is not saved: please take out about {size}",
  },
  too_large: { zh: "文件太大，每个不超过 {size}", en: "The file is too large: {size} at most" },
  kind_not_allowed: { zh: "文件格式不对，可用：{kinds}", en: "This kind of file is not taken; use {kinds}" },
  double: {
    zh: "同一单位已有一条同类申报“{name}”，请确认没有重复",
    en: "The same unit already has an entry of this kind, “{name}”; please make sure that it is not filed twice",
  },
  check: { zh: "请核对此项", en: "Please check this" },
  unexpected: { zh: "请核对此项（{code}）", en: "Please check this ({code})" },
})
