import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import { isOwn } from '#server/channels/email/receiving/letter-case.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { words } from '#server/platform/words.ts'
import type { InboxFacts } from './read-facts.ts'
import type { IncidentRow } from './tables.ts'

/** So long must it have run again before "it runs again" is written. */
const calmMinutes = 10
/** The same thing at the same inbox is written about once in this time, however often it comes and goes. */
const quietMinutes = 60
const minuteMs = 60_000

interface Circumstances {
  inboxes: readonly InboxFacts[]
  /** Every address letters come to the desk by. */
  ownAddresses: readonly string[]
  areLettersSent: boolean
}

/**
 * Writes to everybody who manages inboxes: one letter about all that stopped in this minute, one about all that runs
 * again. Nobody is written to at an address of the desk itself: that would go round.
 */
export async function tellAdministrators(
  tx: Tx,
  platform: Platform,
  { inboxes, ownAddresses, areLettersSent }: Circumstances,
  now: Date,
): Promise<void> {
  const began = await untold(tx, now)
  const ended = await recovered(tx, now)
  await mark(tx, began, { told_at: now })
  await mark(tx, ended, { recovery_told_at: now })
  if (!areLettersSent || began.length + ended.length === 0) return
  const { desk_name: deskName } = await readSettings(tx)
  const url = new URL('/settings/channel-health', platform.config.publicUrl).href
  for (const agent of await whoManagesInboxes(tx)) {
    if (isOwn(ownAddresses, agent.email)) continue
    const common = { to: agent.email, language: agent.language }
    const facts = { agentName: agent.name, deskName, url, validFor: 0 }
    const { t } = words(agent.language)
    const stopped = began.map((incident) => {
      const { inbox, problem, said } = describe(incident, inboxes, agent.language)
      return `${inbox}: ${problem}${said && ` (${said})`}`
    })
    const again = ended.map((incident) =>
      t('letter.mailRecovered.was', describe(incident, inboxes, agent.language)),
    )
    if (began.length > 0) {
      const template = 'mail_stopped' as const
      await queueSystemLetter(tx, platform, {
        ...common,
        template,
        facts: { ...facts, lines: stopped },
      })
    }
    if (ended.length > 0) {
      const template = 'mail_recovered' as const
      await queueSystemLetter(tx, platform, {
        ...common,
        template,
        facts: { ...facts, lines: again },
      })
    }
  }
}

/** Whose incident it is and what it is, in words; and what the other server said. */
function describe(incident: IncidentRow, inboxes: readonly InboxFacts[], language: Language) {
  const inbox = inboxes.find((one) => one.id === incident.inbox_id)
  const { said, count } = incident.detail
  return {
    inbox: inbox ? `${inbox.name} <${inbox.address}>` : '',
    problem: words(language).t(`health.problem.${incident.kind}`, { count: Number(count ?? 0) }),
    said: typeof said === 'string' ? said : '',
  }
}

function untold(tx: Tx, now: Date): Promise<IncidentRow[]> {
  return tx
    .selectFrom('channel_incident')
    .selectAll()
    .where('ended_at', 'is', null)
    .where('told_at', 'is', null)
    .where(
      sql<boolean>`not exists (select from channel_incident as earlier where earlier.kind = channel_incident.kind
        and earlier.inbox_id = channel_incident.inbox_id and earlier.told_at > ${new Date(now.getTime() - quietMinutes * minuteMs)})`,
    )
    .orderBy('id')
    .execute()
}

/** What was told and is over; of what nobody heard nobody need hear that it ended. */
function recovered(tx: Tx, now: Date): Promise<IncidentRow[]> {
  return tx
    .selectFrom('channel_incident')
    .selectAll()
    .where('told_at', 'is not', null)
    .where('recovery_told_at', 'is', null)
    .where('ended_at', '<=', new Date(now.getTime() - calmMinutes * minuteMs))
    .where(
      sql<boolean>`not exists (select from channel_incident as again where again.kind = channel_incident.kind
        and again.inbox_id = channel_incident.inbox_id
        and (again.ended_at is null or again.ended_at > ${new Date(now.getTime() - calmMinutes * minuteMs)}))`,
    )
    .orderBy('id')
    .execute()
}

async function mark(
  tx: Tx,
  incidents: readonly IncidentRow[],
  told: { told_at: Date } | { recovery_told_at: Date },
): Promise<void> {
  if (incidents.length === 0) return
  await tx
    .updateTable('channel_incident')
    .set(told)
    .where(
      'id',
      'in',
      incidents.map((incident) => incident.id),
    )
    .execute()
}

function whoManagesInboxes(tx: Tx) {
  return tx
    .selectFrom('agent')
    .innerJoin('role', 'role.id', 'agent.role_id')
    .select(['agent.email', 'agent.name', 'agent.language'])
    .where('agent.is_active', '=', true)
    .where('agent.password_hash', 'is not', null)
    .where(sql<boolean>`'inbox.manage' = any(role.permissions)`)
    .orderBy('agent.id')
    .execute()
}
