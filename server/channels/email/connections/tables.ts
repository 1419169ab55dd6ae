import type { Generated, Selectable } from 'kysely'

export type ConnectionState = 'new' | 'connected' | 'lost'

interface MailConnectionTable {
  inbox_id: number
  provider: 'google' | 'microsoft' | 'other'
  grant_kind: Generated<'person' | 'application'>
  tenant: string | null
  client_id: string
  client_secret: string | null
  authorize_url: string | null
  token_url: string | null
  userinfo_url: string | null
  scopes: string | null
  is_shared: Generated<boolean>
  folder: Generated<string>
  state: Generated<ConnectionState>
  problem: string | null
  detail: string | null
  lost_at: Date | null
  grant_sealed: string | null
  account: string | null
  connected_at: Date | null
  refreshed_at: Date | null
  expires_at: Date | null
  expires_because: 'limited' | 'idle' | null
  updated_at: Date
}

interface MailConnectionAttemptTable {
  state_hash: Buffer
  inbox_id: number
  bound_to: string
  verifier: string
  expires_at: Date
}

interface GraphPositionTable {
  inbox_id: number
  folder: string
  link: string
}

interface GraphLetterTable {
  inbox_id: number
  id_hash: Buffer
  to_tidy: string | null
}

export type MailConnectionRow = Selectable<MailConnectionTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    mail_connection: MailConnectionTable
    mail_connection_attempt: MailConnectionAttemptTable
    graph_position: GraphPositionTable
    graph_letter: GraphLetterTable
  }
}
