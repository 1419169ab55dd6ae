import { readdirSync, readFileSync } from 'node:fs'
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

/** The values each text is filled with, by its key; one of several plural forms may leave the number out. */
function values(catalog: Map<string, string>): Record<string, string> {
  const forms = Object.groupBy(catalog, ([key]) => key.replace(plural, ''))
  return Object.fromEntries(
    Object.entries(forms).map(([base, texts = []]) => {
      const names = texts.flatMap(([, text]) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))
      return [
        base,
        [...new Set(names)]
          .filter((name) => name !== 'count')
          .toSorted()
          .join(),
      ]
    }),
  )
}

/** Every dotted name in the code, and the beginnings of those it puts together: `a.b`, `a.b.${`, `a.b_${`. */
function namesInCode(): Set<string> {
  const root = new URL('../', import.meta.url)
  const sources = ['contract', 'server', 'web', 'scripts'].flatMap((room) =>
    readdirSync(new URL(room, root), { recursive: true })
      .map((name) => `${room}/${String(name)}`)
      .filter((name) => /(?<!\.test)\.(ts|tsx|mjs|liquid)$/.test(name))
      .map((name) => readFileSync(new URL(name, root), 'utf8')),
  )
  return new Set(sources.flatMap((source) => source.match(/\w+(\.\w+)+((\.|_)?\$\{)?|\w+\.\$\{/g) ?? []))
}

/** Whether the code names a text, or something its name begins with and puts the rest behind. */
function isSaid(names: Set<string>, base: string): boolean {
  const ends = [...base.matchAll(/[._]/g)].map(({ index }) => base.slice(0, index))
  return (
    names.has(base) ||
    ends.some(
      (end) => names.has(`${end}.\${`) || names.has(`${end}_\${`) || (end.includes('.') && names.has(end)),
    )
  )
}

describe('the catalogs', () => {
  test('say the same things in both languages', () => {
    expect(bases(catalogs.ru)).toEqual(bases(catalogs.en))
  })

  test('fill the same values into them', () => {
    expect(values(catalogs.ru)).toEqual(values(catalogs.en))
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

  test('hold nothing that nobody says', () => {
    const names = namesInCode()
    expect(bases(catalogs.en).filter((base) => !isSaid(names, base))).toEqual([])
  })
})
