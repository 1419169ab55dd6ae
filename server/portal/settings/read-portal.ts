import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { type Engine, createEngine } from '../frame/engine.ts'
import type {} from '../tables.ts'

/** The portal as its pages need it; what nobody chose is filled in. */
export interface Portal {
  isOn: boolean
  names: Record<Language, string>
  /** Its own host; null where it lies under /help. */
  host: string | null
  languages: readonly Language[]
  /** The language of whoever says nothing of theirs. */
  language: Language
  accent: { light: string; dark: string } | null
  logo: { sha256: Buffer; mime: string } | null
  engine: Engine
}

/** The portal's settings and theme, kept in memory until somebody, anywhere, changes them. */
export interface PortalBook {
  read(): Promise<Portal>
  /** What was read last, for those who cannot wait; null before the first read. */
  known(): Portal | null
  stop(): void
}

export function openPortalBook({
  database: { db },
  notices,
}: Pick<Platform, 'database' | 'notices'>): PortalBook {
  let loading: Promise<Portal> | null = null
  let last: Portal | null = null
  const forget = () => {
    loading = null
    // Whoever cannot wait soon knows better: a new host is to be found.
    read().catch(() => undefined)
  }
  const read = () => {
    const one = (loading ??= load(db))
    one.then(
      (portal) => {
        if (loading === one) last = portal
      },
      () => {
        if (loading === one) loading = null
      },
    )
    return one
  }
  const stops = [
    notices.listen(({ topic }) => {
      if (topic === 'portal' || topic === 'desk') forget()
    }),
    notices.onGap(forget),
  ]
  return {
    read,
    known: () => last,
    stop: () => {
      for (const stop of stops) stop()
    },
  }
}

async function load(db: Db): Promise<Portal> {
  const [row, templates, desk] = await Promise.all([
    db.selectFrom('portal_setting').selectAll().executeTakeFirstOrThrow(),
    db.selectFrom('portal_template').select(['name', 'source']).execute(),
    readSettings(db),
  ])
  const languages = row.languages
  return {
    isOn: row.is_on,
    names: { ru: row.names.ru || desk.desk_name, en: row.names.en || desk.desk_name },
    host: row.host,
    languages,
    language: languages.includes(desk.language) ? desk.language : (languages[0] ?? desk.language),
    accent: row.accent === null ? null : { light: row.accent, dark: row.accent_dark ?? row.accent },
    logo: row.logo_sha256 && row.logo_mime ? { sha256: row.logo_sha256, mime: row.logo_mime } : null,
    engine: createEngine(Object.fromEntries(templates.map(({ name, source }) => [name, source]))),
  }
}
