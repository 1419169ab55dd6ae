import type { PortalLook, PortalSettings } from '#contract/portal-settings.ts'

/** As the server takes them. */
export const mostFooterLinks = 12
export const mostLogoBytes = 512 * 1024

/** What the form is about; the logo is saved by itself. */
export interface PortalValues {
  isOn: boolean
  nameRu: string
  nameEn: string
  languages: ('ru' | 'en')[]
  accent: string | null
  accentDark: string | null
  titleRu: string
  titleEn: string
  textRu: string
  textEn: string
  footer: { ru: string; en: string; url: string; key: number }[]
  hasHost: boolean
  host: string
  asksCategory: boolean
  showsForms: boolean
  linksLetters: boolean
}

let lastKey = 0
/** A row keeps its place in the page while rows before it go. */
export const newFooterLink = () => ({ ru: '', en: '', url: '', key: ++lastKey })

export function savedValues(saved: PortalSettings): PortalValues {
  return {
    isOn: saved.isOn,
    nameRu: saved.names.ru,
    nameEn: saved.names.en,
    languages: saved.languages,
    accent: saved.accent,
    accentDark: saved.accentDark,
    titleRu: saved.greetings.title.ru,
    titleEn: saved.greetings.title.en,
    textRu: saved.greetings.text.ru,
    textEn: saved.greetings.text.en,
    footer: saved.footer.map(({ titles, url }, key) => ({ ...titles, url, key: -key })),
    hasHost: saved.host !== null,
    host: saved.host ?? '',
    asksCategory: saved.asksCategory,
    showsForms: saved.showsForms,
    linksLetters: saved.linksLetters,
  }
}

export function lookOf(values: PortalValues): PortalLook {
  return {
    names: { ru: values.nameRu, en: values.nameEn },
    accent: values.accent,
    accentDark: values.accentDark,
    greetings: {
      title: { ru: values.titleRu, en: values.titleEn },
      text: { ru: values.textRu, en: values.textEn },
    },
    footer: values.footer
      .filter(isWhole)
      .map(({ ru, en, url }) => ({ titles: { ru, en }, url: withScheme(url) })),
  }
}

export function sentValues(values: PortalValues) {
  const { isOn, languages, asksCategory, showsForms, linksLetters } = values
  const host = values.hasHost ? values.host.trim() : null
  return { isOn, languages, asksCategory, showsForms, linksLetters, host, ...lookOf(values) }
}

/** `shop.example` is an address people write. */
function withScheme(url: string): string {
  const written = url.trim()
  if (/^(https?:\/\/|mailto:|tel:)/i.test(written)) return written
  return written.includes('@') ? `mailto:${written}` : `https://${written}`
}

export function isWhole({ ru, en, url }: { ru: string; en: string; url: string }): boolean {
  return (ru.trim() !== '' || en.trim() !== '') && /^\S+[.@:]\S+$/.test(url.trim())
}
