import type { PersonAddress } from '#contract/common.ts'
import type { Recipient, Recipients } from '#contract/sending.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { blockedAmong } from '#server/customers/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { defaultRecipients, visibleTicket } from '#server/tickets/index.ts'
import { type ConversationPeople, conversationPeople } from './conversation-people.ts'
import { correctAddress, publicDomains } from './mistyped.ts'

interface Known extends ConversationPeople {
  ours: ReadonlySet<string>
  /** Names of this desk's agents, by address. */
  colleagues: ReadonlyMap<string, string>
  /** Why nothing reaches an address, where something is known against it. */
  blocked: ReadonlyMap<string, string>
}

/** Who would get a reply, by default or as chosen, and what whoever sends it should know of each. */
export async function checkRecipients(
  platform: Platform,
  actor: Actor,
  ticketId: number,
  chosen: ChosenRecipients | null,
): Promise<Recipients> {
  const { db } = platform.database
  const ticket = await visibleTicket(db, actor, ticketId)
  const usual = await defaultRecipients(db, ticket)
  const named = (addresses: string[]) => [...new Set(addresses)].map((address) => ({ address, name: '' }))
  const to = chosen ? named(chosen.to) : usual.to
  const cc = chosen ? named(chosen.cc) : usual.cc
  const bcc = named(chosen?.bcc ?? [])
  const all = [...to, ...cc, ...bcc].map((person) => person.address.toLowerCase())
  const [people, ours, colleagues, blocked] = await Promise.all([
    conversationPeople(db, ticket),
    emailDesk(platform).directory.ownAddresses(),
    colleaguesAmong(db, all),
    blockedAmong(db, all, platform.clock.now()),
  ])
  const known: Known = {
    ...people,
    ours: new Set(ours),
    colleagues,
    blocked: new Map(
      blocked.filter((row) => row.scope === 'all').map((row) => [row.address, row.diagnostic ?? row.cause]),
    ),
  }
  const say = (list: PersonAddress[]) => list.map((person) => judge(person, known))
  return {
    to: say(to),
    cc: say(cc),
    bcc: say(bcc),
    removed: [...usual.to, ...usual.cc].filter((person) => !all.includes(person.address.toLowerCase())),
  }
}

async function colleaguesAmong(db: Db, addresses: string[]): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const rows = await db
    .selectFrom('agent')
    .select(['email', 'name'])
    .where('email', 'in', addresses)
    .where('is_active', '=', true)
    .execute()
  return new Map(rows.map((row) => [row.email, row.name]))
}

function judge(person: PersonAddress, known: Known): Recipient {
  const address = person.address.toLowerCase()
  const standing = standingOf(address, known)
  const isNew = standing !== 'customer' && standing !== 'ours' && !known.present.has(address)
  return {
    address: person.address,
    name: person.name || known.names.get(address) || known.colleagues.get(address) || '',
    standing,
    isNew,
    blocked: known.blocked.get(address) ?? null,
    // Somebody who has written to us, or been answered, has shown that the address is right.
    suggestion: isNew && standing === 'outside' ? correctAddress(address, companyDomains(known)) : null,
  }
}

function standingOf(address: string, known: Known): Recipient['standing'] {
  // support+1256-abc@… is support@…, too.
  if (known.ours.has(address) || known.ours.has(address.replace(/\+[^@]*@/, '@'))) return 'ours'
  if (known.customer.has(address)) return 'customer'
  if (known.colleagues.has(address)) return 'colleague'
  return companyDomains(known).includes(domainOf(address)) ? 'organization' : 'outside'
}

/** Without an organization it is the customer's own domain that tells, unless anybody may have an address there. */
function companyDomains(known: Known): string[] {
  if (known.organizationDomains.length > 0) return [...known.organizationDomains]
  return [...known.customer].map(domainOf).filter((domain) => !publicDomains.has(domain))
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
