import type { Tx } from '#server/platform/database/open-database.ts'

/** A team that a ticket is about to go to, held so that it is not put away meanwhile; undefined for one that is gone. */
export async function lockLiveTeam(tx: Tx, teamId: number): Promise<{ name: string } | undefined> {
  return tx
    .selectFrom('team')
    .select('name')
    .where('id', '=', teamId)
    .where('archived_at', 'is', null)
    .forKeyShare()
    .executeTakeFirst()
}
