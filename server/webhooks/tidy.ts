import type { Platform } from '#server/platform/platform.ts'

const keptDays = 30
const dayMs = 86_400_000

/** Takes finished deliveries out of the log when they are old. */
export async function tidyDeliveries({
  database: { db },
  clock,
}: Pick<Platform, 'database' | 'clock'>): Promise<void> {
  const before = new Date(clock.now().getTime() - keptDays * dayMs)
  await db
    .deleteFrom('webhook_delivery')
    .where('state', '<>', 'pending')
    .where('finished_at', '<', before)
    .execute()
}
