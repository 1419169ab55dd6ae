import type { SelfTest } from '#contract/channel-health.ts'
import type { SelfTestRow } from './tables.ts'

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

export function presentSelfTest(row: SelfTestRow): SelfTest {
  return {
    id: row.id,
    inboxId: row.inbox_id,
    state: row.state,
    startedAt: row.started_at.toISOString(),
    connectedAt: instant(row.connected_at),
    handedOverAt: instant(row.handed_over_at),
    arrivedAt: instant(row.arrived_at),
    recognisedAt: instant(row.recognised_at),
    letterId: row.inbound_letter_id,
    error: row.error,
    detail: row.detail,
  }
}
