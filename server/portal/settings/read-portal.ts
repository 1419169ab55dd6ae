import type { Language } from '#contract/common.ts'
import type { PortalLook } from '#contract/portal-settings.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Log } from '#server/platform/log.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { type Engine, createSafeEngine } from '../frame/engine.ts'
import { inkOn } from '../frame/ink-on.ts'
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
  /** With the ink that is read on each. */
  accent: { light: string; dark: string; lightInk: string; darkInk: string } | null
  logo: { sha256: Buffer; mime: string } | null
  /** What the front page begins with; null where the usual words do. */
  greetings: Record<Language, { title: string | null; text: string | null }>
  footer: Record<Language, { title: string; url: string }[]>
  asksCategory: boolean
  showsForms: boolean
  /** Of the desk, for readers whose own nobody knows. */
  timeZone: string
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
  log,
}: Pick<Platform, 'database' | 'notices' | 'log'>): PortalBook {
  let loading: Promise<Portal> | null = null
  let last: Portal | null = null
  const forget = () => {
    loading = null
    // Whoever cannot wait soon knows better: a new host is to be found.
    read().catch(() => undefined)
  }
  const read = () => {
    const one = (loading ??= load(db, log))
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

async function load(db: Db, log: Log): Promise<Portal> {
  const [row, templates, desk, calendar] = await Promise.all([
    db.selectFrom('portal_setting').selectAll().executeTakeFirstOrThrow(),
    db.selectFrom('portal_template').select(['name', 'source']).execute(),
    readSettings(db),
    db.selectFrom('calendar').select('time_zone').orderBy('id').limit(1).executeTakeFirst(),
  ])
  const languages = row.languages
  return {
    isOn: row.is_on,
    ...lookOf(
      {
        names: { ru: row.names.ru ?? '', en: row.names.en ?? '' },
        accent: row.accent,
        accentDark: row.accent_dark,
        greetings: row.greetings,
        footer: row.footer,
      },
      desk.desk_name,
    ),
    host: row.host,
    languages,
    language: languages.includes(desk.language) ? desk.language : (languages[0] ?? desk.language),
    logo: row.logo_sha256 && row.logo_mime ? { sha256: row.logo_sha256, mime: row.logo_mime } : null,
    engine: createSafeEngine(
      Object.fromEntries(templates.map(({ name, source }) => [name, source])),
      (template, error) =>
        log.warn(
          { template, error: String(error) },
          'a template of the portal is broken, the one it came with is shown',
        ),
    ),
    asksCategory: row.asks_category,
    showsForms: row.shows_forms,
    timeZone: desk.time_zone ?? calendar?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  }
}

interface Look extends Pick<PortalLook, 'names' | 'accent' | 'accentDark' | 'footer'> {
  greetings: Partial<PortalLook['greetings']>
}

/** A look, saved or about to be, as pages need it. */
export function lookOf(
  { names, accent, accentDark, greetings, footer }: Look,
  deskName: string,
): Pick<Portal, 'names' | 'accent' | 'greetings' | 'footer'> {
  const greeting = (language: Language) => ({
    title: greetings.title?.[language] || null,
    text: greetings.text?.[language] || null,
  })
  // A link named in one language only is named so in the other.
  const links = (language: Language, other: Language) =>
    footer
      .map(({ titles, url }) => ({ title: titles[language] || titles[other], url }))
      .filter(({ title }) => title !== '')
  const { light, dark } = { light: accent ?? accentDark, dark: accentDark ?? accent }
  return {
    names: { ru: names.ru || deskName, en: names.en || deskName },
    accent:
      light === null || dark === null ? null : { light, dark, lightInk: inkOn(light), darkInk: inkOn(dark) },
    greetings: { ru: greeting('ru'), en: greeting('en') },
    footer: { ru: links('ru', 'en'), en: links('en', 'ru') },
  }
}
