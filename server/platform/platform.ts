import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Database } from './database/open-database.ts'
import type { Log } from './log.ts'
import type { Notices } from './realtime/notices.ts'
import type { Secrets } from './secrets.ts'
import type { Storage } from './storage/storage.ts'

/** What every slice stands on; made once by main.ts, and by tests in pieces. */
export interface Platform {
  readonly config: Config
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly notices: Notices
  readonly secrets: Secrets
  readonly storage: Storage
}
