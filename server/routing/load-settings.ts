import type { RoutingSettings } from '#contract/routing.ts'
import { Source } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'

/** What tickets weigh. */
export interface Weights {
  readonly of: (source: Source) => number
  readonly lightest: number
  /** How many of a source one agent has at once, where that is limited. */
  readonly limits: Readonly<Partial<Record<Source, number>>>
  readonly load: (bySource: Partial<Record<Source, number>>) => number
}

interface Settings {
  readonly weights: Weights
  readonly countsPaused: boolean
  readonly idleMinutes: number
  readonly wire: RoutingSettings
}

/** The desk's weights; a source nobody has spoken of weighs one. */
export async function loadSettings(db: Db): Promise<Settings> {
  const row = found(await db.selectFrom('routing_setting').selectAll().executeTakeFirst())
  const sources = Source.options.map((source) => ({
    source,
    weight: row.sources[source]?.weight ?? 1,
    most: row.sources[source]?.most ?? null,
  }))
  const weights = new Map(sources.map(({ source, weight }) => [source, weight]))
  const of = (source: Source) => weights.get(source) ?? 1
  return {
    weights: {
      of,
      lightest: Math.min(...weights.values()),
      limits: Object.fromEntries(
        sources.flatMap(({ source, most }) => (most === null ? [] : [[source, most]])),
      ),
      load: (bySource) =>
        Object.entries(bySource).reduce((sum, [source, tickets]) => sum + of(source as Source) * tickets, 0),
    },
    countsPaused: row.counts_paused,
    idleMinutes: row.idle_minutes,
    wire: {
      sources,
      countsPaused: row.counts_paused,
      idleMinutes: row.idle_minutes,
      version: row.version,
    },
  }
}
