import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { counts } from './counts.ts'

export type UiLanguage = 'ru' | 'en'
const storageKey = 'otklik.language'

/** One catalog is fetched, not both: the other arrives when the agent switches. */
const catalogs = {
  ru: {
    first: () => import('#locales/ru.json?words=first'),
    entry: () => import('#locales/ru.json?words=entry'),
    settings: () => import('#locales/ru.json?words=settings'),
    ledger: () => import('#locales/ru.json?words=ledger'),
    ticket: () => import('#locales/ru.json?words=ticket'),
    scores: () => import('#locales/ru.json?words=scores'),
    knowledge: () => import('#locales/ru.json?words=knowledge'),
    clocks: () => import('#locales/ru.json?words=clocks'),
    macros: () => import('#locales/ru.json?words=macros'),
    rules: () => import('#locales/ru.json?words=rules'),
    playground: () => import('#locales/ru.json?words=playground'),
  },
  en: {
    first: () => import('#locales/en.json?words=first'),
    entry: () => import('#locales/en.json?words=entry'),
    settings: () => import('#locales/en.json?words=settings'),
    ledger: () => import('#locales/en.json?words=ledger'),
    ticket: () => import('#locales/en.json?words=ticket'),
    scores: () => import('#locales/en.json?words=scores'),
    knowledge: () => import('#locales/en.json?words=knowledge'),
    clocks: () => import('#locales/en.json?words=clocks'),
    macros: () => import('#locales/en.json?words=macros'),
    rules: () => import('#locales/en.json?words=rules'),
    playground: () => import('#locales/en.json?words=playground'),
  },
}
/** A part of a catalog, as `catalog-parts.ts` divides it. */
type Words = keyof typeof catalogs.ru
const wanted = new Set<Words>(['first'])
const loaded = new Set<string>()

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** The language to speak before anybody has signed in: the last one used here, else the browser's. */
export function preferredLanguage(): UiLanguage {
  const wanted = remembered() ?? navigator.languages.find((code) => /^(ru|en)\b/.test(code)) ?? 'ru'
  return wanted.startsWith('en') ? 'en' : 'ru'
}

async function load(language: UiLanguage): Promise<void> {
  const missing = [...wanted].filter((part) => !loaded.has(`${language} ${part}`))
  await Promise.all(
    missing.map(async (part) => {
      const catalog = await catalogs[language][part]()
      i18next.addResourceBundle(language, 'translation', catalog.default, true)
      loaded.add(`${language} ${part}`)
    }),
  )
}

/** Fetches words that only some pages need; from now on they come along in whatever language is switched to. */
export async function loadWords(...parts: Words[]): Promise<void> {
  for (const part of parts) wanted.add(part)
  await load(currentLanguage())
}

/** Starts i18next with one language loaded; resolves when words can be shown. */
export async function startI18n(language: UiLanguage = preferredLanguage()): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(counts)
    .init({
      lng: language,
      fallbackLng: false,
      resources: {},
      // React escapes what it shows.
      interpolation: { escapeValue: false, alwaysFormat: true },
      react: { useSuspense: false },
    })
  await load(language)
  await setLanguage(language)
}

/** Switches the whole interface at once, and remembers the choice on this computer. */
export async function setLanguage(language: UiLanguage): Promise<void> {
  await load(language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // Storage may be forbidden; the account remembers the language as well.
  }
}

/** The language in use now. */
export function currentLanguage(): UiLanguage {
  return i18next.language === 'en' ? 'en' : 'ru'
}

/** The text under a key that a server named, where this page's catalog has it; without plurals or values. */
export function textIfAny(catalog: i18n, key: string): string | null {
  const found: unknown = catalog.getResource(catalog.language, 'translation', key)
  return typeof found === 'string' ? found : null
}
