import type { Generated, GeneratedAlways } from 'kysely'

/** By what a customer proved who they are. */
export type Means = 'letter' | 'password' | 'oidc'

interface CustomerSessionTable {
  id: GeneratedAlways<number>
  token_hash: Buffer
  customer_id: number
  address: string
  means: Means
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string
  user_agent: string
}

interface CustomerSignInTable {
  id: GeneratedAlways<number>
  address: string
  browser_hash: Buffer
  code_hash: Buffer
  link_hash: Buffer
  wrong_codes: Generated<number>
  next: string
  created_at: Date
  expires_at: Date
  used_at: Generated<Date | null>
}

interface CustomerPasswordTable {
  customer_id: number
  password_hash: string
  changed_at: Date
}

interface CustomerSignInSettingTable {
  id: Generated<boolean>
  has_password: Generated<boolean>
  has_oidc: Generated<boolean>
  oidc_name: Generated<string>
  oidc_issuer: Generated<string>
  oidc_client_id: Generated<string>
  oidc_secret: string | null
  version: Generated<number>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    customer_session: CustomerSessionTable
    customer_sign_in: CustomerSignInTable
    customer_password: CustomerPasswordTable
    customer_sign_in_setting: CustomerSignInSettingTable
  }
}
