import { words } from "@/i18n"

/** What can be wrong with a field of these forms, by the API's code. */
export const faults = words({
  wrong: { zh: "填写有误", en: "not correct" },
  required: { zh: "请填写", en: "please fill in" },
  too_short: { zh: "太短，至少 {min} 个字符", en: "too short, at least {min} characters" },
  too_long: { zh: "太长，最多 {max} 个字符", en: "too long, at most {max} characters" },
  lost_characters: { zh: "含有无法识别的字符（�），请重新填写", en: "has lost characters (�); please type it again" },
  bad_login: {
    zh: "只能用字母、数字、汉字和 . _ @ -，并以字母、数字或汉字开头",
    en: "only letters, digits, Chinese characters and . _ @ -, not starting with a sign",
  },
  login_taken: { zh: "已有人使用，请换一个", en: "taken, please choose another" },
  login_reserved: {
    zh: "与推荐单位或管理员的账户相近，请换一个",
    en: "looks like a desk's or an administrator's account; please choose another",
  },
  bad_mobile: { zh: "应为 11 位手机号码", en: "must be a mobile number of 11 digits" },
  bad_uscc: { zh: "校验不通过，请核对 18 位代码", en: "does not check; please compare the 18 characters" },
  unknown_category: { zh: "没有“{value}”这一项", en: "there is no “{value}”" },
  unknown_city: { zh: "没有这个市，请写全称", en: "no such city; please give its full name" },
  bad_most: { zh: "应为 1 到 {max} 的整数", en: "must be a number from 1 to {max}" },
  bad_email: { zh: "电子邮箱格式不对", en: "not an e-mail address" },
  bad_code: { zh: "验证码不对或已过期", en: "not the code that was sent, or too old" },
  bad_phone: {
    zh: "不是电话号码，请带区号或国家代码",
    en: "not a telephone number; please add its area or country code",
  },
  nickname_convention: {
    zh: "没有写明地区和单位，例如“泰山区住建局”",
    en: "must begin with region and body, for instance 泰山区住建局",
  },
  password_common: { zh: "太常见，容易被猜到，请换一个", en: "too common, easily guessed; please choose another" },
  password_like_account: {
    zh: "与姓名、登录名称、电话或单位名称太接近，请换一个",
    en: "too close to your name, login name, phone number or organisation; please choose another",
  },
  password_product: {
    zh: "含有系统名称，容易被猜到，请换一个",
    en: "contains the name of this system, easily guessed; please choose another",
  },
  password_year: {
    zh: "含有年份，容易被猜到，请换一个",
    en: "contains the year, easily guessed; please choose another",
  },
  password_digits: {
    zh: "只有数字，容易被猜到，请加上文字",
    en: "digits alone are easily guessed; please add letters",
  },
  password_like_former: {
    zh: "与原密码太接近，请换一个",
    en: "too close to the one before; please choose another",
  },
  password_same: { zh: "与原密码相同，请换一个", en: "the same as before; please choose another" },
  wrong_password: { zh: "密码不对", en: "the password is wrong" },
  not_the_same: { zh: "两次输入的密码不一样", en: "the two passwords differ" },
  unknown_region: { zh: "请从列表中选择地区", en: "please choose from the list" },
  not_an_option: { zh: "请从名单中选择", en: "please choose from the list" },
  unchosen: { zh: "请选择", en: "please choose" },
  nothing_changed: { zh: "与名单里的一样，没有要更正的", en: "the same as in the list; there is nothing to put right" },
  too_few: { zh: "至少 {min} 个", en: "at least {min}" },
  too_many: { zh: "最多 {max} 个", en: "{max} at most" },
  kind_not_allowed: { zh: "{name} 格式不对，可用：{kinds}", en: "{name} is of a kind that is not taken; use {kinds}" },
  too_large: { zh: "{name} 太大，每个不超过 {size}", en: "{name} is too large: {size} at most" },
  content_differs: {
    zh: "{name} 的内容与格式不符，请换一个",
    en: "the content of {name} does not match its type; please choose another",
  },
  size_differs: { zh: "{name} 没有传完，请重新提交", en: "{name} did not arrive completely; please send it again" },
  upload_not_there: { zh: "{name} 没有传到，请重新提交", en: "{name} did not arrive; please send it again" },
  upload_harmful: {
    zh: "{name} 被安全扫描判为有害，请换一个",
    en: "the scanner of the storage found {name} harmful; please choose another",
  },
  not_agreed: { zh: "请先阅读并勾选", en: "please read it and tick the box" },
})
