import { sql } from 'kysely'
import type { SystemState } from '#contract/system.ts'
import { channelAlerts } from '#server/channels/index.ts'
import { countJobs } from '#server/platform/jobs/failed-jobs.ts'
import type { Platform } from '#server/platform/platform.ts'
import { portalAlerts } from '#server/portal/index.ts'
import { webhookAlerts } from '#server/webhooks/index.ts'

/** Below this the disk is called nearly full: a busy desk writes about that much in a day. */
const lowDiskBytes = 2 * 1024 ** 3

/** The state of the desk as an administrator needs it: what it stands on, and what asks for attention. */
export async function getSystem({
  config,
  database: { db },
  storage,
  clock,
}: Platform): Promise<SystemState> {
  const [facts, freeBytes, jobs, alerts, webhooks, portal] = await Promise.all([
    sql<{ version: string; size: number }>`select current_setting('server_version') as version,
      pg_database_size(current_database()) as size`.execute(db),
    storage.freeBytes(),
    countJobs(db),
    channelAlerts(db),
    webhookAlerts(db, clock.now()),
    portalAlerts(db),
  ])
  return {
    database: {
      version: facts.rows[0]?.version ?? '',
      sizeBytes: facts.rows[0]?.size ?? 0,
      isEmbedded: config.databaseUrl === undefined,
    },
    storage: { kind: storage.kind, freeBytes },
    jobs,
    alerts: [
      ...(freeBytes !== null && freeBytes < lowDiskBytes
        ? [{ name: 'disk_nearly_full', detail: { freeBytes }, since: null }]
        : []),
      ...(jobs.dead > 0 ? [{ name: 'dead_jobs', detail: { count: jobs.dead }, since: null }] : []),
      ...alerts,
      ...webhooks,
      ...portal,
    ],
  }
}
