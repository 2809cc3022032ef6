/** Bytes as text, and their hash. */

export type Bytes = Uint8Array<ArrayBuffer>

/** Browsers compute only for pages that came over HTTPS. */
export const canCheck = (): boolean => globalThis.crypto?.subtle !== undefined

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)
export const hex = (bytes: Bytes): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
export const same = (one: Bytes, other: Bytes): boolean => hex(one) === hex(other)
export const sha256 = async (data: Bytes): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest("SHA-256", data))

export const encode = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes))
/** Base64 in its one spelling; throws at any other. */
export function decode(text: string): Bytes {
  const bytes = Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))
  if (encode(bytes) !== text) throw new Error("another spelling of base64")
  return bytes
}

export async function hmac(key: string, text: string): Promise<string> {
  const made = await crypto.subtle.importKey("raw", utf8(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", made, utf8(text))))
}
