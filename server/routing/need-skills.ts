import type { Tx } from '#server/platform/database/open-database.ts'

/** Notes skills a ticket needs besides those of its category and language; skills that are gone are passed over. */
export async function needSkills(
  tx: Tx,
  ticketId: number,
  needs: readonly { skillId: number; level: number }[],
): Promise<void> {
  const ids = needs.map((need) => need.skillId)
  const there =
    ids.length === 0
      ? []
      : await tx
          .selectFrom('skill')
          .select('id')
          .where('id', 'in', ids)
          .where('archived_at', 'is', null)
          .execute()
  const known = new Set(there.map((row) => row.id))
  for (const { skillId, level } of needs) {
    if (!known.has(skillId)) continue
    await tx
      .insertInto('ticket_need')
      .values({ ticket_id: ticketId, skill_id: skillId, level })
      .onConflict((conflict) => conflict.columns(['ticket_id', 'skill_id']).doUpdateSet({ level }))
      .execute()
  }
}
