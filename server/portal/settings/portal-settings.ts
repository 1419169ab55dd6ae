import { domainToASCII, domainToUnicode } from 'node:url'
import type { Selectable, Updateable } from 'kysely'
import type { PortalSettings } from '#contract/portal-settings.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readSettings } from '#server/platform/settings.ts'
import { linksFor } from '../frame/links.ts'
import { logoPath } from '../frame/render-page.ts'
import type {} from '../tables.ts'

type Row = Selectable<Tables['portal_setting']>
type Wishes = Partial<Omit<PortalSettings, 'deskName' | 'url' | 'logo' | 'version'>>
type Ground = { publicUrl: string }

export async function readPortalSettings(db: Db, config: Ground): Promise<PortalSettings> {
  const row = await db.selectFrom('portal_setting').selectAll().executeTakeFirstOrThrow()
  return present(db, config, row)
}

async function present(db: Db, config: Ground, row: Row): Promise<PortalSettings> {
  const { desk_name: deskName, language } = await readSettings(db)
  const links = linksFor(
    config,
    row,
    row.languages.includes(language) ? language : (row.languages[0] ?? 'ru'),
  )
  return {
    isOn: row.is_on,
    names: { ru: row.names.ru ?? '', en: row.names.en ?? '' },
    accent: row.accent,
    accentDark: row.accent_dark,
    greetings: {
      title: { ru: row.greetings.title?.ru ?? '', en: row.greetings.title?.en ?? '' },
      text: { ru: row.greetings.text?.ru ?? '', en: row.greetings.text?.en ?? '' },
    },
    footer: row.footer,
    host: row.host === null ? null : domainToUnicode(row.host),
    languages: row.languages,
    asksCategory: row.asks_category,
    showsForms: row.shows_forms,
    linksLetters: row.links_letters,
    deskName,
    url: links.absolute(links.page('/')),
    // Of the desk's own host, whose pages may show it.
    logo:
      row.logo_sha256 && row.logo_mime
        ? { url: `/help${logoPath(row.logo_sha256)}`, mime: row.logo_mime }
        : null,
    version: row.version,
  }
}

/**
 * Changes the portal and tells every process. `version_conflict` when somebody was quicker; `address_refused` for a
 * host that cannot be its own.
 */
export async function updatePortalSettings(
  tx: Tx,
  actor: Actor,
  config: Ground,
  { version, ...wishes }: Wishes & { version: number },
  now: Date,
): Promise<PortalSettings> {
  const row = await lockPortal(tx, version)
  const host = wishes.host ? hostOf(wishes.host, config) : wishes.host
  const changed = await changePortal(tx, row, {
    is_on: wishes.isOn,
    names: wishes.names && JSON.stringify(wishes.names),
    accent: wishes.accent,
    accent_dark: wishes.accentDark,
    greetings: wishes.greetings && JSON.stringify(wishes.greetings),
    footer: wishes.footer && JSON.stringify(wishes.footer),
    host,
    languages: wishes.languages && [...new Set(wishes.languages)],
    asks_category: wishes.asksCategory,
    shows_forms: wishes.showsForms,
    links_letters: wishes.linksLetters,
  })
  await recordEvent(tx, {
    type: 'portal_settings.updated',
    at: now,
    actor: agentActor(actor),
    data: { ...wishes, ...(host !== undefined && { host }) },
  })
  return present(tx, config, changed)
}

/** A logo, or none; its bytes are kept already. */
export async function setPortalLogo(
  tx: Tx,
  actor: Actor,
  config: Ground,
  { logo, version }: { logo: { sha256: Buffer; mime: string } | null; version: number },
  now: Date,
): Promise<PortalSettings> {
  const row = await lockPortal(tx, version)
  const changed = await changePortal(tx, row, {
    logo_sha256: logo?.sha256 ?? null,
    logo_mime: logo?.mime ?? null,
  })
  await recordEvent(tx, {
    type: 'portal_logo.updated',
    at: now,
    actor: agentActor(actor),
    data: { logo: logo?.mime ?? null },
  })
  return present(tx, config, changed)
}

async function lockPortal(tx: Tx, version: number): Promise<Row> {
  const row = await tx.selectFrom('portal_setting').selectAll().forUpdate().executeTakeFirstOrThrow()
  if (row.version !== version) fail('version_conflict', { detail: { version: row.version } })
  return row
}

type Changes = Partial<Updateable<Tables['portal_setting']>>
type Wished = { [K in keyof Changes]: Changes[K] | undefined }

async function changePortal(tx: Tx, { version }: Row, changes: Wished): Promise<Row> {
  // What is left out stays.
  const known: Changes = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  )
  const row = await tx
    .updateTable('portal_setting')
    .set({ ...known, version: version + 1 })
    .returningAll()
    .executeTakeFirstOrThrow()
  await notify(tx, { topic: 'portal' })
  return row
}

/** As browsers send it. The desk's own host has the desk at its root. */
function hostOf(written: string, { publicUrl }: Ground): string {
  const host = domainToASCII(written)
  const refuse = (problem: string) =>
    fail('address_refused', { fields: [{ path: 'body.host', message: problem }], detail: { problem } })
  if (host === '' || /^[\d.]+$/.test(host)) return refuse('no_name')
  if (host === new URL(publicUrl).hostname) return refuse('desk_host')
  return host
}
