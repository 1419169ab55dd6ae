import { reservedHeaders, type WebhookBody } from '#contract/webhooks.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { faultOfUrl } from '#server/platform/http/outbound.ts'
import type { PrivateNetworks } from '#server/platform/http/outbound-address.ts'

/**
 * Ends with `address_refused` for an address that is never called, `unknown_reference` for a team or an inbox that is
 * gone, `invalid_input` for a header that is not anybody's to set.
 */
export async function checkWebhook(
  tx: Tx,
  networks: PrivateNetworks,
  { url, headers, teamIds, inboxIds }: Partial<WebhookBody>,
): Promise<void> {
  const problem = url === undefined ? null : faultOfUrl(networks, url, 'private')
  if (problem !== null)
    fail('address_refused', { fields: [{ path: 'body.url', message: problem }], detail: { problem } })
  const names = (headers ?? []).map(({ name }) => name.toLowerCase())
  if (names.some((name, at) => reservedHeaders.test(name) || names.indexOf(name) !== at))
    fail('invalid_input', { fields: [{ path: 'body.headers', message: 'reserved or repeated' }] })
  if (teamIds) await mustExist(tx, 'team', teamIds, 'teamIds')
  if (inboxIds) await mustExist(tx, 'inbox', inboxIds, 'inboxIds')
}

async function mustExist(
  tx: Tx,
  table: 'team' | 'inbox',
  ids: readonly number[],
  field: string,
): Promise<void> {
  const rows = await tx.selectFrom(table).select('id').where('id', 'in', ids).execute()
  if (rows.length === new Set(ids).size) return
  fail('unknown_reference', { fields: [{ path: `body.${field}`, message: 'no such id' }] })
}
