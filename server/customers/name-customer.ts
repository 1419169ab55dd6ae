import type { Tx } from '#server/platform/database/open-database.ts'

/** Calls a customer what they call themselves. */
export async function nameCustomer(tx: Tx, id: number, name: string, now: Date): Promise<void> {
  await tx
    .updateTable('customer')
    .set((eb) => ({ name, version: eb('version', '+', 1), updated_at: now }))
    .where('id', '=', id)
    .execute()
}
