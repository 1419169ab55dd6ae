import type { RoutingSettings } from '#contract/routing.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { loadSettings } from './load-settings.ts'
import { planAllHandOuts } from './plan-hand-outs.ts'
import { mustSeeAllTeams } from './policy.ts'
import { routingChanged } from './routing-changed.ts'

type Changes = Partial<Omit<RoutingSettings, 'version'>> & { version: number }

/** Changes what tickets weigh; a source left out keeps its weight. */
export async function updateSettings(
  tx: Tx,
  actor: Actor,
  { version, ...changes }: Changes,
  now: Date,
): Promise<RoutingSettings> {
  mustSeeAllTeams(actor)
  const before = found(await tx.selectFrom('routing_setting').selectAll().forUpdate().executeTakeFirst())
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  const sources = {
    ...before.sources,
    ...Object.fromEntries(
      (changes.sources ?? []).map(({ source, weight, most }) => [source, { weight, most }]),
    ),
  }
  await tx
    .updateTable('routing_setting')
    .set({
      sources: JSON.stringify(sources),
      counts_paused: changes.countsPaused,
      idle_minutes: changes.idleMinutes,
      version: version + 1,
    })
    .execute()
  await planAllHandOuts(tx)
  await routingChanged(tx, actor, 'routing_settings.updated', { ...changes }, now)
  return (await loadSettings(tx)).wire
}
