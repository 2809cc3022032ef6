/** A device by what a person would call it: "Chrome 156 · Windows". */

/** The first that fits counts: most browsers also name those they are made of. */
const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger\/(\d+)/, "WeChat"],
  [/DingTalk\/(\d+)/, "DingTalk"],
  [/QQBrowser\/(\d+)/, "QQ Browser"],
  [/Edg(?:A|iOS)?\/(\d+)/, "Edge"],
  [/(?:OPR|Opera)\/(\d+)/, "Opera"],
  [/(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
  [/(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
  [/Version\/(\d+).*Safari/, "Safari"],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPod/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
]

/**
 * Names a device by what its browser says of itself.
 * Where nothing is known of it, as it says it.
 */
export function deviceName(agent: string): string {
  const browser = BROWSERS.flatMap(
    ([pattern, name]) =>
      agent
        .match(pattern)
        ?.slice(1)
        .map((version) => `${name} ${version}`) ?? [],
  )[0]
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1]
  return [browser, system].filter(Boolean).join(" · ") || agent
}
