/** What the API answers when it does not do what was asked (RFC 9457), and what the network adds. */

export interface Fault {
  pointer: string
  code: string
  params?: Record<string, unknown>
}

export class Problem extends Error {
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    readonly errors: Fault[] = [],
    /** Everything the answer said, with its code's own members. */
    readonly body: Record<string, unknown> = {},
  ) {
    super(code)
  }

  /** Whether the network failed, so that nobody knows what the server did. */
  get offline(): boolean {
    return this.status === 0
  }

  static async from(answer: Response): Promise<Problem> {
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>
    const code = typeof body.code === "string" ? body.code : "unexpected"
    return new Problem(answer.status, code, (body.errors as Fault[] | undefined) ?? [], body)
  }
}

/**
 * Any thrown thing as a problem.
 * What is no problem of the API is a fault of ours.
 */
export function asProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem(-1, "unexpected", [], { detail: String(thrown) })
}
