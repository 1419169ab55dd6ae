import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './database/open-database.ts'
import { countJobs } from './jobs/failed-jobs.ts'

export interface Metrics {
  registry: Registry
  requests: Histogram<'method' | 'route' | 'status'>
}

type Source = (registry: Registry, database: Database) => void
const sources: Source[] = []

/** Lets a slice add figures of its own. Called once, while the process starts. */
export function measure(source: Source): void {
  sources.push(source)
}

/** The process in Prometheus terms: its own figures, requests by route, connections, background jobs. */
export function createMetrics(database: Database): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  new Gauge({
    name: 'database_connections',
    help: 'Connections of the pool',
    labelNames: ['state'] as const,
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, database.pool.idleCount)
      this.set({ state: 'busy' }, database.pool.totalCount - database.pool.idleCount)
      this.set({ state: 'waiting' }, database.pool.waitingCount)
    },
  })
  new Gauge({
    name: 'background_jobs',
    help: 'Jobs in the queue',
    labelNames: ['state'] as const,
    registers: [registry],
    async collect() {
      const counts = await countJobs(database.db)
      for (const [state, count] of Object.entries(counts)) this.set({ state }, count)
    },
  })
  for (const source of sources) source(registry, database)
  return { registry, requests }
}
