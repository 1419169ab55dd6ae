import type { TicketAddress } from '#server/channels/index.ts'
import { linksFor } from '../frame/links.ts'
import type {} from '../tables.ts'

/** Where the portal shows a ticket to the customer it belongs to, for letters that go to them. */
export function ticketAddressOf(config: { publicUrl: string }): TicketAddress {
  return async (db, { ticketId, to, language }) => {
    if (to.length === 0) return null
    const portal = await db
      .selectFrom('portal_setting')
      .select(['is_on', 'links_letters', 'host', 'languages'])
      .executeTakeFirstOrThrow()
    if (!portal.is_on || !portal.links_letters) return null
    const owner = await db
      .selectFrom('ticket')
      .innerJoin('customer_address', 'customer_address.customer_id', 'ticket.customer_id')
      .select('ticket.id')
      .where('ticket.id', '=', ticketId)
      .where('customer_address.kind', '=', 'email')
      .where(
        'customer_address.value',
        'in',
        to.map((address) => address.toLowerCase()),
      )
      .executeTakeFirst()
    if (!owner) return null
    const spoken = portal.languages.includes(language) ? language : (portal.languages[0] ?? language)
    const links = linksFor(config, portal, spoken)
    return links.absolute(links.page(`/requests/${ticketId}`))
  }
}
