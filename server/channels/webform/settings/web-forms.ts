import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { isFreeFieldId } from '#contract/web-form-names.ts'
import type { FormField, FormTexts, WebForm } from '#contract/web-forms.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import { listFields } from '#server/fields/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import type { WebFormRow } from '../tables.ts'

/** A team, a calendar, a category or an inbox that is not there. */
const unknown = { reference: 'unknown_reference' } as const

type Wishes = Partial<Omit<WebForm, 'id' | 'key' | 'version'>>

function present(row: WebFormRow): WebForm {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    isActive: row.is_active,
    languages: row.languages,
    texts: row.texts,
    fields: row.fields,
    teamId: row.team_id,
    categoryId: row.category_id,
    inboxId: row.inbox_id,
    priority: row.priority,
    tags: row.tags,
    hasConsent: row.has_consent,
    consentUrl: row.consent_url,
    hasSuggestions: row.has_suggestions,
    needsProof: row.needs_proof,
    takesPlain: row.takes_plain,
    isConfirmed: row.is_confirmed,
    redirectUrl: row.redirect_url,
    accent: row.accent,
    accentDark: row.accent_dark,
    inheritsLook: row.inherits_look,
    sites: row.sites,
    version: row.version,
  }
}

const monthMs = 30 * 86_400_000

export async function listWebForms(
  db: Db,
  now: Date,
  urlOf: (form: Pick<WebForm, 'key' | 'languages'>) => string,
): Promise<(WebForm & { url: string; submissions: number })[]> {
  const rows = await db
    .selectFrom('web_form')
    .selectAll()
    .select(
      sql<number>`(select count(*)::int from web_form_submission
        where form_id = web_form.id and at > ${new Date(now.getTime() - monthMs)})`.as('submissions'),
    )
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ submissions, ...row }) => ({ ...present(row), url: urlOf(row), submissions }))
}

/** What a form asks until somebody chooses otherwise. */
const usualFields: FormField[] = (
  [
    ['name', false],
    ['email', true],
    ['subject', false],
    ['message', true],
    ['files', false],
  ] as const
).map(([kind, isRequired]) => ({
  id: kind,
  kind,
  key: null,
  isRequired,
  labels: {},
  hints: {},
  preset: null,
  shownWhen: null,
}))

function usualTexts(): Record<'ru' | 'en', FormTexts> {
  const said = (language: 'ru' | 'en') => {
    const { t } = words(language)
    return {
      title: t('formDefaults.title'),
      intro: t('formDefaults.intro'),
      button: t('formDefaults.button'),
      thanks: t('formDefaults.thanks'),
      consent: t('formDefaults.consent'),
    }
  }
  return { ru: said('ru'), en: said('en') }
}

/** Adds a form under a key of its own. `actor` is null where the desk is filled by itself. */
export async function createWebForm(
  tx: Tx,
  actor: Actor | null,
  { name, ...wishes }: Wishes & { name: string },
  now: Date,
): Promise<WebForm> {
  await mustMakeSense(tx, wishes.fields ?? usualFields)
  const row = await naming(unknown, () =>
    tx
      .insertInto('web_form')
      .values({
        key: randomBytes(10).toString('hex'),
        name,
        created_at: now,
        ...columns(wishes),
        texts: JSON.stringify({ ...usualTexts(), ...wishes.texts }),
        fields: JSON.stringify(wishes.fields ?? usualFields),
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  const by = actor === null ? ({ kind: 'system', id: null } as const) : agentActor(actor)
  await recordEvent(tx, { type: 'web_form.created', at: now, actor: by, data: { id: row.id, name } })
  return present(row)
}

/** Changes a form; `version_conflict` for somebody who has not seen its last change. */
export async function updateWebForm(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, isArchived, ...wishes }: Wishes & { version: number; isArchived?: true | undefined },
  now: Date,
): Promise<WebForm> {
  const before = found(
    await tx
      .selectFrom('web_form')
      .selectAll()
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  if (wishes.fields) await mustMakeSense(tx, wishes.fields)
  const row = await naming(unknown, () =>
    tx
      .updateTable('web_form')
      .set({
        ...columns(wishes),
        ...(wishes.name !== undefined && { name: wishes.name }),
        ...(wishes.texts && { texts: JSON.stringify({ ...before.texts, ...wishes.texts }) }),
        ...(wishes.fields && { fields: JSON.stringify(wishes.fields) }),
        ...(isArchived && { archived_at: now }),
        version: version + 1,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  const type = isArchived ? 'web_form.archived' : 'web_form.updated'
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data: { id, name: row.name } })
  return present(row)
}

/**
 * A form somebody can fill in: every field under an id of its own, each of the standard ones once, fields of the desk's
 * that are there, conditions on fields of the form that do not lead in a circle, and something to say: a message, a
 * subject or files.
 */
async function mustMakeSense(tx: Tx, fields: readonly FormField[]): Promise<void> {
  const problems: { path: string; message: string }[] = []
  const complain = (at: number, message: string) => problems.push({ path: `body.fields.${at}`, message })
  const [ticketFields, customerFields] = await Promise.all([
    listFields(tx, 'ticket'),
    listFields(tx, 'customer'),
  ])
  const isOwn = (field: FormField) => field.kind === 'ticket' || field.kind === 'customer'
  fields.forEach((field, at) => {
    const others = fields.filter((_, index) => index !== at)
    if (!isFreeFieldId(field.id) || others.some((other) => other.id === field.id)) complain(at, 'id_taken')
    const isTwin = (other: FormField) => other.kind === field.kind && other.key === field.key
    if (others.some(isTwin)) complain(at, 'asked_twice')
    if (isOwn(field)) {
      const known = field.kind === 'ticket' ? ticketFields : customerFields
      if (!known.some((own) => own.key === field.key && !own.isArchived)) complain(at, 'unknown_field')
    } else if (field.key !== null) complain(at, 'unknown_field')
    if (field.preset !== null && field.kind === 'files') complain(at, 'no_preset')
    if (field.shownWhen && leadsInCircle(fields, field)) complain(at, 'circle')
  })
  if (!fields.some((field) => ['message', 'subject', 'files'].includes(field.kind)))
    complain(0, 'says_nothing')
  if (problems.length > 0) fail('invalid_input', { fields: problems })
}

/** Whether a field waits for itself, or for one that is not there. */
function leadsInCircle(fields: readonly FormField[], first: FormField): boolean {
  const seen = new Set([first.id])
  for (let at: FormField | undefined = first; at?.shownWhen;) {
    const fieldId: string = at.shownWhen.fieldId
    if (seen.has(fieldId)) return true
    seen.add(fieldId)
    at = fields.find((field) => field.id === fieldId)
    if (!at || at.kind === 'files') return true
  }
  return false
}

function columns(wishes: Wishes) {
  return {
    ...(wishes.isActive !== undefined && { is_active: wishes.isActive }),
    ...(wishes.languages && { languages: [...new Set(wishes.languages)] }),
    ...(wishes.teamId !== undefined && { team_id: wishes.teamId }),
    ...(wishes.categoryId !== undefined && { category_id: wishes.categoryId }),
    ...(wishes.inboxId !== undefined && { inbox_id: wishes.inboxId }),
    ...(wishes.priority && { priority: wishes.priority }),
    ...(wishes.tags && { tags: [...new Set(wishes.tags)] }),
    ...(wishes.hasConsent !== undefined && { has_consent: wishes.hasConsent }),
    ...(wishes.consentUrl !== undefined && { consent_url: wishes.consentUrl }),
    ...(wishes.hasSuggestions !== undefined && { has_suggestions: wishes.hasSuggestions }),
    ...(wishes.needsProof !== undefined && { needs_proof: wishes.needsProof }),
    ...(wishes.takesPlain !== undefined && { takes_plain: wishes.takesPlain }),
    ...(wishes.isConfirmed !== undefined && { is_confirmed: wishes.isConfirmed }),
    ...(wishes.redirectUrl !== undefined && { redirect_url: wishes.redirectUrl }),
    ...(wishes.accent !== undefined && { accent: wishes.accent }),
    ...(wishes.accentDark !== undefined && { accent_dark: wishes.accentDark }),
    ...(wishes.inheritsLook !== undefined && { inherits_look: wishes.inheritsLook }),
    ...(wishes.sites && { sites: [...new Set(wishes.sites)] }),
  }
}
