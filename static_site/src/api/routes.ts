/** Every route of the API: what goes in, what comes out. Keys are read by the door's types. */
import type * as D from "./desk"
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
  "/submissions/{id}/desks": Read<T.List<T.ReceivingDesk> & { late_until: string | null }>
  "/submissions/{id}/history": Read<T.List<T.HistoryEvent> & { verified: boolean }>
  "/submissions/{id}/revisions/{n}": Read<T.Revision>
  "/submissions/{id}/changes": Read<{ changes: T.Change[] }, { from: number; to: number }>
  "/submissions/{id}/links": Read<
    T.List<{ id: string; track: string; name: string; state: T.State; filing_no: string | null }>,
    { field: string }
  >
  "/submissions/{id}/attachments/{aid}/link": Read<{ url: string }>
  "/calls/{call}/desks/{desk}/submissions": Read<
    D.DeskPage,
    { track: string; state: T.State; limit?: number; cursor?: string }
  >
  "/calls/{call}/desks/{desk}/lists/{track}": Read<D.Board>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}": Read<D.SummaryTable>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan": Read<{ url: string }>
  "/calls/{call}/desks/{desk}/settings": Read<D.SavedSettings>
  "/calls/{call}/desks/{desk}/progress": Read<T.List<D.DeskProgress>>
  "/calls/{call}/desks/{desk}/applicants": Read<T.Page<D.AreaAccount>, { cursor?: string }>
  "/calls/{call}/progress": Read<T.List<D.DeskProgress>>
  "/calls/{call}/extensions": Read<T.List<D.Extension>>
  "/calls/{call}/accounts": Read<T.Page<D.ManagedAccount>, { role?: T.Role; desk?: string; cursor?: string }>
}

export interface Posts {
  "/challenges": Write<{ login: string | null; purpose: "sign-in" | "register" }, T.Challenge>
  "/sessions": Write<{ login: string; password: string; proof: string }, { account: T.Account }>
  "/accounts": Write<T.Registration, { account: T.Account }>
  "/submissions": Write<{ call: string; track: string; copy_of: string | null }, { id: string }>
  "/submissions/{id}/check": Write<Record<string, never>, { problems: T.FormProblem[] }>
  "/submissions/{id}/push": Write<{ desk: string; etag: string }, T.Head>
  "/submissions/{id}/ask-back": Write<{ reason: string }, T.Head>
  "/submissions/{id}/withdraw": Write<{ reason: string }, T.Head>
  "/submissions/{id}/attachments": Write<{ field: string; name: string; size: number }, T.Upload>
  "/submissions/{id}/attachments/{aid}/complete": Write<Record<string, never>, { files: T.File[] }>
  "/submissions/{id}/recommend": Write<{ rank: number; opinion: string }, T.Head>
  "/submissions/{id}/take-back": Write<Record<string, never>, T.Head>
  "/submissions/{id}/decline": Write<{ reason: string }, T.Head>
  "/submissions/{id}/return": Write<{ reason: string; asks: Record<string, string> }, T.Head>
  "/submissions/{id}/send-back": Write<{ reason: string; desk: string }, T.Head>
  "/submissions/{id}/late-pass": Write<{ until: string; reason: string }, D.LatePass>
  "/calls/{call}/desks/{desk}/lists/{track}/report": Write<Record<string, never>, D.Board>
  "/calls/{call}/desks/{desk}/lists/{track}/reopen": Write<{ reason: string }, D.Board>
  "/calls/{call}/desks/{desk}/lists/{track}/export": Write<Record<string, never>, { url: string }>
  "/calls/{call}/desks/{desk}/lists/{track}/imports": Write<{ name: string; size: number }, T.Upload>
  "/calls/{call}/desks/{desk}/lists/{track}/imports/read": Write<{ upload: string }, D.ImportedOrder>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}/export": Write<Record<string, never>, { url: string }>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scans": Write<{ name: string; size: number }, T.Upload>
  "/calls/{call}/extensions": Write<
    { which: D.Extension["which"]; desk: string | null; until: string; reason: string },
    T.List<D.Extension>
  >
  "/calls/{call}/accounts": Write<
    { login: string; name: string; desk: string | null; role: T.Role },
    { account: D.ManagedAccount; password: string }
  >
  "/calls/{call}/accounts/import": Write<{ csv: string }, T.List<D.Slip>>
  "/accounts/{id}/one-time-password": Write<Record<string, never>, { password: string }>
  "/accounts/{id}/disable": Write<Record<string, never>, D.ManagedAccount>
  "/accounts/{id}/enable": Write<Record<string, never>, D.ManagedAccount>
}

export interface Puts {
  "/accounts/me/password": Write<{ old: string; new: string; new_again: string }, void>
  "/dossier": Write<{ answers: Record<string, string> }, T.Dossier>
  "/submissions/{id}/answers": Write<{ answers: T.Answers; version: number }, T.Saved>
  "/submissions/{id}/mark": Write<{ mark: T.Mark; note: string }, { mark: T.Mark; note: string }>
  "/calls/{call}/desks/{desk}/lists/{track}": Write<{ order: string[] }, D.Board>
  "/calls/{call}/desks/{desk}/lists/{track}/reports/{n}/scan": Write<{ upload: string }, T.File>
  "/calls/{call}/desks/{desk}/settings": Write<D.DeskSettings, D.SavedSettings>
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
