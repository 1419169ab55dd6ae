import { randomBytes } from 'node:crypto'
import type { Chat, ListedChat } from '#contract/chat-settings.ts'
import { type Actor, agentActor, newToken } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { words } from '#server/platform/words.ts'
import { isAnybodyThere } from '../is-anybody-there.ts'
import type { ChatRow } from '../tables.ts'

/** A team, a calendar, a category or an inbox that is not there. */
const unknown = { reference: 'unknown_reference' } as const

type Wishes = Partial<Omit<Chat, 'id' | 'key' | 'version'>>

function present(row: ChatRow): Chat {
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    isActive: row.is_active,
    teamId: row.team_id,
    calendarId: row.calendar_id,
    inboxId: row.inbox_id,
    languages: row.languages,
    texts: row.texts,
    accent: row.accent,
    accentDark: row.accent_dark,
    position: row.position,
    asksName: row.asks_name,
    asksEmail: row.asks_email,
    hasConsent: row.has_consent,
    sites: row.sites,
    proactive: row.proactive,
    version: row.version,
  }
}

export async function listChats(db: Db, now: Date): Promise<ListedChat[]> {
  const rows = await db
    .selectFrom('chat')
    .selectAll()
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
  return Promise.all(
    rows.map(async (row) => {
      const { isOnline, nextOnlineAt } = await isAnybodyThere(db, row, now)
      return { ...present(row), isOnline, nextOnlineAt: nextOnlineAt?.toISOString() ?? null }
    }),
  )
}

/** What a chat says until somebody writes it otherwise. */
function usualTexts(): Chat['texts'] {
  const said = (language: 'ru' | 'en') => {
    const { t } = words(language)
    return {
      title: t('chatDefaults.title'),
      greeting: t('chatDefaults.greeting'),
      away: t('chatDefaults.away'),
      consent: t('chatDefaults.consent'),
    }
  }
  return { ru: said('ru'), en: said('en') }
}

/** Adds a chat under a key of its own. `actor` is null where the desk is filled by itself. */
export async function createChat(
  tx: Tx,
  secrets: Secrets,
  actor: Actor | null,
  { name, ...wishes }: Wishes & { name: string },
  now: Date,
): Promise<Chat> {
  const row = await naming(unknown, () =>
    tx
      .insertInto('chat')
      .values({
        key: randomBytes(10).toString('hex'),
        name,
        texts: JSON.stringify({ ...usualTexts(), ...wishes.texts }),
        secret: secrets.encrypt(newToken()),
        created_at: now,
        ...columns(wishes),
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  const by = actor === null ? ({ kind: 'system', id: null } as const) : agentActor(actor)
  await recordEvent(tx, { type: 'chat_settings.created', at: now, actor: by, data: { id: row.id, name } })
  return present(row)
}

/** Changes a chat; `version_conflict` for somebody who has not seen its last change. */
export async function updateChat(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, isArchived, ...wishes }: Wishes & { version: number; isArchived?: true | undefined },
  now: Date,
): Promise<Chat> {
  const before = await lockChat(tx, id)
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  const row = await naming(unknown, () =>
    tx
      .updateTable('chat')
      .set({
        ...columns(wishes),
        ...(wishes.name !== undefined && { name: wishes.name }),
        ...(wishes.texts && { texts: JSON.stringify({ ...before.texts, ...wishes.texts }) }),
        ...(isArchived && { archived_at: now }),
        version: version + 1,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  const type = isArchived ? 'chat_settings.archived' : 'chat_settings.updated'
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data: { id, name: row.name } })
  return present(row)
}

/** A new secret; answers it once. */
export async function renewChatSecret(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  id: number,
  now: Date,
): Promise<{ secret: string }> {
  const { name } = await lockChat(tx, id)
  const secret = newToken()
  await tx
    .updateTable('chat')
    .set({ secret: secrets.encrypt(secret) })
    .where('id', '=', id)
    .execute()
  const data = { id, name }
  await recordEvent(tx, { type: 'chat_settings.secret_renewed', at: now, actor: agentActor(actor), data })
  return { secret }
}

async function lockChat(tx: Tx, id: number): Promise<ChatRow> {
  return found(
    await tx
      .selectFrom('chat')
      .selectAll()
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
}

function columns(wishes: Wishes) {
  return {
    ...(wishes.isActive !== undefined && { is_active: wishes.isActive }),
    ...(wishes.teamId !== undefined && { team_id: wishes.teamId }),
    ...(wishes.calendarId !== undefined && { calendar_id: wishes.calendarId }),
    ...(wishes.inboxId !== undefined && { inbox_id: wishes.inboxId }),
    ...(wishes.languages && { languages: [...new Set(wishes.languages)] }),
    ...(wishes.accent !== undefined && { accent: wishes.accent }),
    ...(wishes.accentDark !== undefined && { accent_dark: wishes.accentDark }),
    ...(wishes.position && { position: wishes.position }),
    ...(wishes.asksName && { asks_name: wishes.asksName }),
    ...(wishes.asksEmail && { asks_email: wishes.asksEmail }),
    ...(wishes.hasConsent !== undefined && { has_consent: wishes.hasConsent }),
    ...(wishes.sites && { sites: [...new Set(wishes.sites)] }),
    ...(wishes.proactive && { proactive: JSON.stringify(wishes.proactive) }),
  }
}
