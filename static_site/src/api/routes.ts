/** Every route of the API: what goes in, what comes out. Keys are read by the door's types. */
import type * as T from "./types"

interface Read<Out, Query = never> {
  out: Out
  query: Query
}
interface Write<In, Out> {
  in: In
  out: Out
}

export interface Gets {
  "/calls": Read<T.List<T.CallHead>>
  "/calls/{call}": Read<T.Call>
  "/calls/{call}/desks": Read<T.List<T.Desk>>
  "/calls/{call}/versions/{version}/tracks/{track}": Read<unknown>
  "/demo-accounts": Read<T.List<T.DemoAccount>>
  "/accounts/me": Read<T.Account>
  "/sessions": Read<T.List<T.Session>>
  "/dossier": Read<T.Dossier>
  "/submissions": Read<T.Page<T.Head>, { call: string; cursor?: string }>
  "/submissions/{id}": Read<T.Submission>
  "/submissions/{id}/desks": Read<T.List<T.ReceivingDesk>>
  "/submissions/{id}/history": Read<T.List<T.HistoryEvent> & { verified: boolean }>
  "/submissions/{id}/revisions/{n}": Read<T.Revision>
  "/submissions/{id}/changes": Read<{ changes: T.Change[] }, { from: number; to: number }>
  "/submissions/{id}/links": Read<T.List<{ id: string; name: string; state: T.State }>, { field: string }>
  "/submissions/{id}/attachments/{aid}/link": Read<{ url: string }>
  "/calls/{call}/desks/{desk}/submissions": Read<T.Inbox, { track?: string; state?: T.State; cursor?: string }>
  "/calls/{call}/desks/{desk}/lists/{track}": Read<T.RankedList>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}": Read<T.Report>
}

export interface Posts {
  "/challenges": Write<{ login: string | null; purpose: "sign-in" | "register" }, T.Challenge>
  "/sessions": Write<{ login: string; password: string; proof: string }, { account: T.Account }>
  "/accounts": Write<T.Registration, { account: T.Account }>
  "/submissions": Write<{ call: string; track: string; copy_of: string | null }, { submission: T.Submission }>
  "/submissions/{id}/check": Write<Record<string, never>, { problems: T.FormProblem[] }>
  "/submissions/{id}/push": Write<{ desk: string; etag: string }, { head: T.Head }>
  "/submissions/{id}/ask-back": Write<{ reason: string }, { head: T.Head }>
  "/submissions/{id}/withdraw": Write<{ reason: string }, { head: T.Head }>
  "/submissions/{id}/attachments": Write<{ field: string; name: string; size: number; type: string }, T.Upload>
  "/submissions/{id}/attachments/{aid}/complete": Write<
    Record<string, never>,
    { file: T.File; files: T.File[] }
  >
  "/submissions/{id}/recommend": Write<{ rank: number; opinion: string }, { head: T.Head; list?: T.RankedList }>
  "/submissions/{id}/take-back": Write<Record<string, never>, { head: T.Head; list?: T.RankedList }>
  "/submissions/{id}/decline": Write<{ reason: string }, { head: T.Head }>
  "/submissions/{id}/return": Write<
    { reason: string; asks: Record<string, string> },
    { head: T.Head; list?: T.RankedList }
  >
  "/submissions/{id}/send-back": Write<
    { reason: string; until: string | null },
    { head: T.Head; list?: T.RankedList }
  >
  "/calls/{call}/desks/{desk}/lists/{track}/report": Write<Record<string, never>, T.RankedList>
  "/calls/{call}/desks/{desk}/lists/{track}/reopen": Write<{ reason: string }, T.RankedList>
}

export interface Puts {
  "/accounts/me/password": Write<{ old: string; new: string; new_again: string }, void>
  "/dossier": Write<{ answers: Record<string, string> }, T.Dossier>
  "/submissions/{id}/answers": Write<
    { answers: T.Answers; version: number },
    { etag: string; saved_at: string; head?: T.Head }
  >
  "/submissions/{id}/mark": Write<{ mark: T.Mark; note: string }, void>
  "/calls/{call}/desks/{desk}/lists/{track}": Write<{ order: string[] }, T.RankedList>
}

export interface Patches {
  "/accounts/me": Write<{ name: string; mobile: string; organisation: string }, T.Account>
}

export interface Deletes {
  "/sessions/current": Write<undefined, void>
  "/sessions/{id}": Write<undefined, void>
  "/submissions/{id}": Write<undefined, void>
  "/submissions/{id}/attachments/{aid}": Write<undefined, { files: T.File[] }>
}
