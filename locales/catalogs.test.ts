import { describe, expect, test } from 'vitest'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }

interface Tree {
  [key: string]: string | Tree
}

function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : texts(value, `${path}${key}.`),
  )
}

const plural = /_(zero|one|two|few|many|other)$/
const catalogs = { ru: new Map(texts(ru)), en: new Map(texts(en)) }
const bases = (catalog: Map<string, string>) =>
  [...new Set([...catalog.keys()].map((key) => key.replace(plural, '')))].toSorted()

/** The values a text is filled with; one of several plural forms may leave the number out. */
function values(catalog: Map<string, string>, base: string): string[] {
  const forms = [...catalog].filter(([key]) => key.replace(plural, '') === base)
  const found = forms.flatMap(([, text]) =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? ''),
  )
  return [...new Set(found)].filter((name) => name !== 'count').toSorted()
}

describe('the catalogs', () => {
  test('say the same things in both languages', () => {
    expect(bases(catalogs.ru)).toEqual(bases(catalogs.en))
  })

  test('fill the same values into them', () => {
    const different = bases(catalogs.ru).filter(
      (base) => values(catalogs.ru, base).join() !== values(catalogs.en, base).join(),
    )
    expect(different).toEqual([])
  })

  test.for(['ru', 'en'] as const)('have every plural form of %s', (language) => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const keys = catalogs[language]
    const counted = [
      ...new Set([...keys.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, ''))),
    ]
    const missing = counted
      .flatMap((base) => wanted.map((form) => `${base}_${form}`))
      .filter((key) => !keys.has(key))
    expect(missing).toEqual([])
  })

  test('leave nothing empty', () => {
    const empty = [...catalogs.ru, ...catalogs.en]
      .filter(([, text]) => text.trim() === '')
      .map(([key]) => key)
    expect(empty).toEqual([])
  })
})
