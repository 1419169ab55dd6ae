import type { Language } from '#contract/common.ts'
import type { FieldValue, FieldValues } from '#contract/fields.ts'
import type { FormOrigin } from '#contract/web-form-visits.ts'
import {
  createNamelessCustomer,
  fillNewCustomer,
  findOrCreateCustomer,
  normalisePhone,
} from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { words } from '#server/platform/words.ts'
import {
  changeTicket,
  listCategories,
  lockTicketRow,
  type ReceivedFile,
  receiveMessage,
} from '#server/tickets/index.ts'
import { lockSubmission } from './lock-submission.ts'
import { askedFields, type FormProblem, readAnswers, type Said } from './read-answers.ts'
import { type ResolvedField, resolveFields } from './resolve-fields.ts'
import type { WebFormRow } from './tables.ts'
import { type Sender, turnAway } from './turn-away.ts'

export interface Submission {
  /** The same key is the same request. */
  key: string
  language: Language
  said: Said
  hasConsented: boolean
  origin: FormOrigin
  sender: Sender
  /** Taken only when all else is right. */
  files: () => Promise<ReceivedFile[]>
  fileCount: number
  filesProblem: 'too_many_files' | 'too_large_files' | null
}

/** What is wrong with a filled-in form, by the fields' ids; `consent` is one of them. */
export type FormProblems = Map<string, FormProblem>

/**
 * A filled-in form becomes a ticket, once. What is wrong with it is answered by field, and nothing is written or counted
 * then; machines are turned away with a named failure.
 */
export async function submitForm(
  tx: Tx,
  secrets: Secrets,
  form: WebFormRow,
  submission: Submission,
  now: Date,
): Promise<{ ticketId: number } | { problems: FormProblems }> {
  // The same form sent twice at once: the second waits, and finds the first one's ticket.
  await lockSubmission(tx, form, submission.key)
  const before = await tx
    .selectFrom('web_form_submission')
    .select('ticket_id')
    .where('form_id', '=', form.id)
    .where('key', '=', submission.key)
    .executeTakeFirst()
  if (before) return { ticketId: before.ticket_id }
  const fields = await resolveFields(tx, form, submission.language)
  const { values, problems } = readAnswers(fields, submission.said, {
    count: submission.fileCount,
    problem: submission.filesProblem,
  })
  if (form.has_consent && !submission.hasConsented) problems.set('consent', 'required')
  if (problems.size > 0) return { problems }
  await turnAway(tx, secrets, form, submission.sender, now)
  const ticketId = await openTicket(tx, form, submission, { fields, values }, now)
  const { pageUrl, referrer, utm } = submission.origin
  await tx
    .insertInto('web_form_submission')
    .values({
      form_id: form.id,
      key: submission.key,
      ticket_id: ticketId,
      page_url: webAddress(pageUrl),
      referrer: webAddress(referrer),
      utm: JSON.stringify(utm),
      at: now,
    })
    .execute()
  if (form.is_confirmed) await enqueue(tx, 'form.confirm', { ticketId, language: submission.language })
  return { ticketId }
}

/** What a page says of itself is its word alone: of addresses only those of the web are kept. */
const webAddress = (said: string) => (/^https?:\/\//i.test(said) ? said : '')

interface Filled {
  fields: readonly ResolvedField[]
  values: ReadonlyMap<string, FieldValue>
}

async function openTicket(
  tx: Tx,
  form: WebFormRow,
  { language, said: answers, files: takeFiles }: Submission,
  { fields, values }: Filled,
  now: Date,
): Promise<number> {
  const said = (kind: ResolvedField['kind']): string => {
    const field = fields.find((each) => each.kind === kind && values.has(each.id))
    return field ? String(values.get(field.id)) : ''
  }
  const own = (kind: 'ticket' | 'customer'): FieldValues =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const value = values.get(field.id)
        return field.kind === kind && field.own && value !== undefined ? [[field.own.key, value]] : []
      }),
    )
  const [name, email, phone] = [said('name'), said('email'), said('phone')]
  const customerId = await customerOf(tx, { name, email, phone, language }, now)
  const ofCustomer = own('customer')
  const isFilled =
    Object.keys(ofCustomer).length === 0 || (await fillNewCustomer(tx, customerId, ofCustomer, now))
  // What could not be put where it belongs is read in the message.
  const besides = fields.filter((field) => field.kind === 'phone' || (field.kind === 'customer' && !isFilled))
  const lines = besides.flatMap((field) => {
    const value = values.get(field.id)
    return value === undefined ? [] : [`${field.label}: ${readable(field, value, language)}`]
  })
  const text = [said('message'), lines.join('\n')].filter(Boolean).join('\n\n')
  const title = form.texts[language]?.title ?? form.name
  // Nobody was asked for files where their field is not, or not shown.
  const takesFiles = askedFields(fields, answers).some((field) => field.input === 'files')
  const files = takesFiles ? await takeFiles() : []
  await keepBlob(tx, ...files.map((file) => file.stored))
  const { ticketId } = await receiveMessage(
    tx,
    {
      ticketId: null,
      customerId,
      channel: 'webform',
      inboxId: form.inbox_id,
      teamId: form.team_id,
      subject: said('subject') || beginning(said('message')) || title,
      text: text || title,
      html: null,
      quotedText: null,
      quotedHtml: null,
      hasRemoteImages: false,
      from: email === '' ? null : { address: email, name },
      to: [],
      cc: [],
      replyAll: [],
      sentAt: now,
      files,
      isAutomatic: false,
      reopening: { closed: 'reopen', days: 0 },
    },
    now,
  )
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) fail('not_found')
  const wished = Number(said('category')) || form.category_id
  const isThere = wished !== null && (await listCategories(tx)).some((category) => category.id === wished)
  const changes = {
    priority: form.priority,
    tags: form.tags,
    fields: own('ticket'),
    ...(isThere && { categoryId: wished }),
  }
  await changeTicket(tx, ticket, changes, { actor: { kind: 'customer', id: customerId } }, now)
  return ticketId
}

/** Who writes: by the address, else by the telephone; nobody the desk knows when they gave neither. */
async function customerOf(
  tx: Tx,
  who: { name: string; email: string; phone: string; language: Language },
  now: Date,
): Promise<number> {
  const { name, email, language } = who
  if (email !== '') return findOrCreateCustomer(tx, { kind: 'email', value: email, name, language }, now)
  const phone = normalisePhone(who.phone)
  if (phone !== null) return findOrCreateCustomer(tx, { kind: 'phone', value: phone, name, language }, now)
  return createNamelessCustomer(tx, { name, language }, now)
}

function readable({ own, choices }: ResolvedField, value: FieldValue, language: Language): string {
  const nameOf = (one: unknown) => choices.find((choice) => choice.value === one)?.name ?? String(one)
  if (Array.isArray(value)) return value.map(nameOf).join(', ')
  if (typeof value === 'boolean') return words(language).t('widget.form.yes')
  return own?.kind === 'choice' ? nameOf(value) : String(value)
}

const subjectChars = 80

function beginning(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  if (line.length <= subjectChars) return line
  const cut = line.slice(0, subjectChars)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), subjectChars / 2)).trimEnd()}…`
}
