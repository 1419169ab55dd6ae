import * as z from 'zod'
import { Empty, Instant } from './common.ts'
import { route } from './route.ts'

const tag = 'system'

export const Job = z.object({
  id: z.string(),
  task: z.string(),
  attempts: z.int(),
  maxAttempts: z.int(),
  lastError: z.string().nullable(),
  runAt: Instant,
  isDead: z.boolean(),
})
export const SystemState = z.object({
  database: z.object({ version: z.string(), sizeBytes: z.int(), isEmbedded: z.boolean() }),
  storage: z.object({ kind: z.enum(['folder', 's3']), freeBytes: z.int().nullable() }),
  jobs: z.object({ waiting: z.int(), failing: z.int(), dead: z.int() }),
  /** What an administrator should know now: keys of `alert` in locales/. */
  alerts: z.array(
    z.object({ name: z.string(), detail: z.record(z.string(), z.unknown()), since: Instant.nullable() }),
  ),
})
export type SystemState = z.infer<typeof SystemState>
export const getSystem = route({
  method: 'GET',
  path: '/system',
  summary: 'The state of the desk: database, storage, background work, alerts',
  tag,
  access: 'system.read',
  response: SystemState,
})
export const listJobs = route({
  method: 'GET',
  path: '/jobs',
  summary: 'Background jobs that failed, dead ones first',
  tag,
  access: 'system.read',
  response: z.object({ items: z.array(Job) }),
})
export const retryJob = route({
  method: 'POST',
  path: '/jobs/:id/retry',
  summary: 'Give a failed job another chance now',
  tag,
  access: 'system.read',
  params: z.object({ id: z.string().regex(/^\d{1,19}$/) }),
  response: Empty,
})
