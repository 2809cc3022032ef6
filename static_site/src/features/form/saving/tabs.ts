/** Tabs of one browser that have the same form open tell each other what they do. */
import type { Answers } from "../rules"

export interface SavedElsewhere {
  readonly answers: Answers
  readonly etag: string
  readonly savedAt: string
}
type Message = { readonly tab: string } & (
  | { readonly kind: "hello" | "here" | "bye" }
  | ({ readonly kind: "saved" } & SavedElsewhere)
)

/** The part of BroadcastChannel that is needed. */
export interface Channel {
  postMessage(message: unknown): void
  onmessage: ((event: MessageEvent) => void) | null
  close(): void
}

/** Knows which other tabs are there, and passes on what was saved. */
export class Tabs {
  readonly others = new Set<string>()
  onSaved: (saved: SavedElsewhere) => void = () => undefined
  onOthers: (count: number) => void = () => undefined

  constructor(
    readonly tab: string,
    private readonly channel: Channel | null,
  ) {
    if (channel) channel.onmessage = ({ data }) => this.heard(data as Message)
    this.say({ kind: "hello", tab })
  }

  saved(saved: SavedElsewhere): void {
    this.say({ kind: "saved", tab: this.tab, ...saved })
  }

  close(): void {
    this.say({ kind: "bye", tab: this.tab })
    this.channel?.close()
  }

  private say(message: Message): void {
    this.channel?.postMessage(JSON.parse(JSON.stringify(message)))
  }

  private heard(message: Message): void {
    if (message.tab === this.tab) return
    if (message.kind === "bye") this.others.delete(message.tab)
    else this.others.add(message.tab)
    if (message.kind === "hello") this.say({ kind: "here", tab: this.tab })
    this.onOthers(this.others.size)
    if (message.kind === "saved") this.onSaved(message)
  }
}

/**
 * Opens the channel of one form for one account.
 * Browsers without channels do without.
 */
export const openChannel = (account: string, submission: string): Channel | null =>
  typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`laurel ${account} ${submission}`)
