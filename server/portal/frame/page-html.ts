import type { Language } from '#contract/common.ts'
import type { Portal } from '../settings/read-portal.ts'
import { chosenMark } from './language.ts'
import type { Links } from './links.ts'
import { TrustedHtml } from './trusted-html.ts'
import { widgetFile } from './widget-files.ts'

export interface Page {
  /** Of the theme: `article`. */
  template: string
  /** What the browser's tab and a search engine call it. */
  title: string
  description?: string
  status?: number
  /** What the template shows. */
  data?: object
  /** What of the query makes another page of it: `?page=2`. It has no twins in other languages. */
  query?: string
  /** The pages before and after this one of the same list, by their paths. */
  before?: string | null
  after?: string | null
  /** What it is to whoever shows a link to it; a website unless told. */
  kind?: 'article'
  /** A picture for such a link, by its address. */
  picture?: string | null
  /** The same page in other languages, by their paths below the language; the same path unless told. Null: there is none. */
  alternates?: Partial<Record<Language, string | null>>
  /** Seconds for which strangers' browsers and proxies keep it; nothing is kept unless told. */
  keepSeconds?: number
  /** For machines: schema.org data, written into the page's head. */
  structured?: object[]
  /** Search engines are asked to leave it out. */
  isUnlisted?: boolean
}

/** Where a page is shown, and to whom. */
export interface Scene {
  portal: Portal
  language: Language
  links: Links
  /** The page's own address below the language. */
  path: string
  /** Whoever is signed in. */
  visitor: { name: string; address: string } | null
  /** The zone of whoever reads; the desk's own, named, where it is not known. */
  timeZone?: string | null
}

/** The whole HTML of a page: its template within the layout. Throws where one of them is broken. */
export function pageHtml(scene: Scene, page: Page): string {
  const { portal, language, links, path, visitor, timeZone = null } = scene
  const speech = { language, links, timeZone, deskZone: portal.timeZone }
  const name = portal.names[language]
  const others = portal.languages.map((one) => {
    const twin = page.alternates?.[one] === undefined ? path : page.alternates[one]
    return {
      language: one,
      name: languageNames[one],
      // Where there is no such page in a language, its front page is the nearest.
      url: `${links.page(twin ?? '/', one)}?${chosenMark}`,
      absolute: twin === null || page.query ? null : links.absolute(links.page(twin, one)),
      locale: openGraphLocales[one],
      isCurrent: one === language,
    }
  })
  const alternates = others.filter((one) => one.absolute !== null)
  const fallback = alternates.find((one) => one.language === portal.language) ?? alternates[0]
  const absolute = (to: string | null | undefined) => (to ? links.absolute(links.page(to)) : null)
  const logo = portal.logo && links.file(logoPath(portal.logo.sha256))
  // Whoever shows links draws no SVG.
  const picture = page.picture ?? (portal.logo?.mime === 'image/svg+xml' ? null : logo)
  const shared = {
    portal: { name, home: links.page('/'), logo },
    language,
    visitor: visitor && { name: visitor.name || visitor.address, address: visitor.address },
  }
  const content = portal.engine.render(page.template, { ...shared, ...page.data }, speech)
  return portal.engine.render(
    'layout',
    {
      ...shared,
      page: {
        title: page.title,
        heading: page.title === name ? name : `${page.title} · ${name}`,
        description: page.description ?? '',
        canonical: links.absolute(links.page(path)) + (page.query ?? ''),
        before: absolute(page.before),
        after: absolute(page.after),
        kind: page.kind ?? 'website',
        picture: picture && links.absolute(picture),
        locale: openGraphLocales[language],
        isUnlisted: page.isUnlisted === true,
        template: page.template,
      },
      languages: others,
      alternates,
      fallback: fallback?.absolute,
      feed: links.absolute(links.page('/feed.xml')),
      content: new TrustedHtml(content),
      structured: (page.structured ?? []).map((one) => new TrustedHtml(scriptJson(one))),
      fonts: fonts[language],
      style: widgetFile('portal.css'),
      script: widgetFile('portal.js'),
      accent: portal.accent,
      footer: portal.footer[language],
    },
    speech,
  )
}

const font = (subset: string) => `/widget/assets/golos-text-${subset}-wght-normal.woff2`
/** What a page in a language is set in; figures and marks are Latin everywhere. */
const fonts: Record<Language, string[]> = { ru: [font('cyrillic'), font('latin')], en: [font('latin')] }

const languageNames: Record<Language, string> = { ru: 'Русский', en: 'English' }

const openGraphLocales: Record<Language, string> = { ru: 'ru_RU', en: 'en_GB' }

export function logoPath(sha256: Buffer): string {
  return `/logo/${sha256.toString('hex').slice(0, 16)}`
}

/** JSON that cannot end the element it stands in. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replace(/</g, String.raw`\u003c`)
}
