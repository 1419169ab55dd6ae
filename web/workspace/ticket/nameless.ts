import type { TFunction } from 'i18next'
import type { Ticket } from '#contract/tickets.ts'

/** What somebody is called who has given neither name nor address: on a site a visitor is nothing strange. */
export function nameless(t: TFunction, cameBy: Ticket['source']): string {
  return t(cameBy === 'chat' ? 'list.visitor' : 'list.noCustomer')
}
