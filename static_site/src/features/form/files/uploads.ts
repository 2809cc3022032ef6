/** Uploads: some at a time, each with its progress, to be cancelled or tried again. An unfinished one is no file. */
import type { FormFile } from "../rules"

export interface Ticket {
  readonly id: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

/** How files get to the server. `send` rejects with an `UploadFailed`; the others with whatever the API throws. */
export interface UploadDoor {
  begin(field: string, file: File): Promise<Ticket>
  send(ticket: Ticket, file: File, onProgress: (percent: number) => void, signal: AbortSignal): Promise<void>
  complete(id: string): Promise<readonly FormFile[]>
  codeOf(thrown: unknown): string
}

export interface Upload {
  readonly key: number
  readonly field: string
  readonly file: File
  readonly state: "waiting" | "sending" | "checking" | "failed"
  readonly percent: number
  readonly code?: string
}

export class UploadFailed extends Error {
  constructor(readonly code: "offline" | "cancelled" | "upload_refused") {
    super(code)
  }
}

const AT_ONCE = 2

export class Uploads {
  private list: Upload[] = []
  private readonly running = new Map<number, AbortController>()
  private made = 0

  constructor(
    private readonly door: UploadDoor,
    private readonly onChange: (uploads: readonly Upload[]) => void,
    private readonly onFiles: (files: readonly FormFile[]) => void,
  ) {}

  add(field: string, files: readonly File[]): void {
    for (const file of files) {
      this.made += 1
      this.list = [...this.list, { key: this.made, field, file, state: "waiting", percent: 0 }]
    }
    this.start()
  }

  cancel(key: number): void {
    this.running.get(key)?.abort()
    this.drop(key)
  }

  retry(key: number): void {
    this.put(key, { state: "waiting", percent: 0, code: undefined })
    this.start()
  }

  /** Stops everything; what was half-way never counts. */
  stop(): void {
    for (const { key } of this.list) this.cancel(key)
  }

  private put(key: number, change: Partial<Upload>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...change } : one))
    this.onChange(this.list)
  }

  private drop(key: number): void {
    this.list = this.list.filter((one) => one.key !== key)
    this.onChange(this.list)
  }

  private start(): void {
    this.onChange(this.list)
    for (const one of this.list.filter(({ state }) => state === "waiting")) {
      if (this.running.size >= AT_ONCE) return
      this.running.set(one.key, new AbortController())
      void this.run(one)
    }
  }

  private async run({ key, field, file }: Upload): Promise<void> {
    const { signal } = this.running.get(key) as AbortController
    try {
      this.put(key, { state: "sending" })
      const ticket = await this.door.begin(field, file)
      await this.door.send(ticket, file, (percent) => this.put(key, { percent }), signal)
      this.put(key, { state: "checking", percent: 100 })
      const files = await this.door.complete(ticket.id)
      this.drop(key)
      this.onFiles(files)
    } catch (thrown) {
      if (!signal.aborted) this.put(key, { state: "failed", code: this.door.codeOf(thrown) })
    }
    this.running.delete(key)
    this.start()
  }
}

/** Posts a file to a presigned address, telling how far it is. */
export function post(
  ticket: Ticket,
  file: File,
  onProgress: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new UploadFailed("cancelled"))
    const request = new XMLHttpRequest()
    const body = new FormData()
    for (const [name, value] of Object.entries(ticket.fields)) body.append(name, value)
    body.append("file", file)
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((loaded / Math.max(total, 1)) * 100))
    request.onload = () => (request.status < 300 ? resolve() : reject(new UploadFailed("upload_refused")))
    request.onerror = () => reject(new UploadFailed("offline"))
    request.onabort = () => reject(new UploadFailed("cancelled"))
    signal.addEventListener("abort", () => request.abort())
    request.open("POST", ticket.url)
    request.send(body)
  })
}

/**
 * A file's kind by its name.
 * `报告.PDF` is pdf, a `jpeg` is a jpg.
 */
export function kindOf(name: string): string {
  const kind = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""
  return kind === "jpeg" ? "jpg" : kind
}
