import type { Language } from '#contract/common.ts'
import { listFields } from '#server/fields/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { isTimeZone } from '#server/platform/time-zones.ts'
import type {} from '../tables.ts'
import { politeName, readName } from '../names/person-name.ts'
import { Moment } from '../template/moment.ts'
import { Several } from '../template/several.ts'
import { greeting, type Speech } from '../template/speech.ts'
import { sayFields } from './own-fields.ts'
import { spokenLanguages } from './spoken-languages.ts'
import { type CardRow, readCard } from './read-card.ts'

export interface TemplateContext {
  /** The customer's language, the one they wrote in, the desk's: the first that there are words in is spoken. */
  languages: readonly Language[]
  /** What templates may name, said in a language. */
  valuesIn(language: Language): { values: object; speech: Speech }
}

const dayMs = 86_400_000
const priorities = ['low', 'medium', 'high', 'critical'] as const

/** All that the words of a macro may name of a ticket; `agent` is who answers, null when nobody does. */
export async function loadTemplateContext(
  db: Db,
  ticketId: number,
  agent: number | null,
  now: Date,
): Promise<TemplateContext> {
  const [row, fields, settings, author] = await Promise.all([
    readCard(db, ticketId),
    listFields(db),
    readSettings(db),
    agent === null ? null : readAgent(db, agent),
  ])
  const card = found(row)
  const timeZone = zoneOf(card)
  return {
    languages: spokenLanguages(card.customer_language, card.last_text, settings.language),
    valuesIn: (language) => {
      const speech: Speech = { language, timeZone, now }
      const customer = readName(card.customer_name)
      const { t } = words(language)
      return {
        speech,
        values: {
          greeting: greeting(speech),
          now: new Moment(now, speech),
          customer: {
            name: card.customer_name,
            first_name: customer.first,
            patronymic: customer.patronymic,
            last_name: customer.last,
            polite_name: politeName(customer),
            gender: customer.gender,
            email: card.customer_email,
            phone: card.customer_phone,
            fields: sayFields(fields, 'customer', card.customer_fields, speech),
          },
          organization: {
            name: card.organization_name,
            fields: sayFields(fields, 'organization', card.organization_fields, speech),
          },
          ticket: {
            number: `${settings.ticket_prefix}-${ticketId}`,
            subject: card.subject,
            status: card.status_names[language],
            priority: t(`priority.${priorities[card.priority - 1] ?? 'medium'}`),
            category: card.category_names?.[language],
            tags: card.tags.length === 0 ? null : new Several(card.tags),
            created_at: new Moment(card.created_at, speech),
            days_open: Math.floor((now.getTime() - card.created_at.getTime()) / dayMs),
            due_at: card.due_at && new Moment(card.due_at, speech),
            fields: sayFields(fields, 'ticket', card.fields, speech),
          },
          team: { name: card.team_name },
          inbox: { name: card.inbox_name, address: card.inbox_address },
          agent: author && { ...author, first_name: readName(author.name).first },
          desk: { name: settings.desk_name },
        },
      }
    },
  }
}

function readAgent(db: Db, id: number) {
  return db.selectFrom('agent').select(['name', 'position', 'email']).where('id', '=', id).executeTakeFirst()
}

/** The customer's own field `time_zone` where the desk has one, else the first calendar's zone, else this machine's. */
function zoneOf({ customer_fields, desk_zone }: CardRow): string {
  const own = customer_fields?.['time_zone']
  for (const zone of [own, desk_zone]) if (typeof zone === 'string' && isTimeZone(zone)) return zone
  return Temporal.Now.timeZoneId()
}
