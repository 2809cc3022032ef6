/** The server's clock as the browser knows it: its own, corrected by the last answer that told the time. */
let ahead = 0 // milliseconds the server is ahead of this device

/** Takes the server's time from an answer. */
export function setClock(serverNow: string): void {
  ahead = new Date(serverNow).getTime() - Date.now()
}

/** Milliseconds since 1970, by the server's clock. */
export function serverNow(): number {
  return Date.now() + ahead
}
