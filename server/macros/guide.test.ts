import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { macroFilters, macroVariables } from '#contract/macros.ts'
import { Moment } from './template/moment.ts'
import { renderMacro } from './template/render-macro.ts'
import { Several } from './template/several.ts'
import type { Speech } from './template/speech.ts'

/** Rows of the guide's tables, cell by cell; a bar inside a cell is written `\|`. */
function rowsOf(language: 'ru' | 'en', cells: number): string[][] {
  const text = readFileSync(new URL(`../../docs/guides/macros.${language}.md`, import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) =>
          cell
            .trim()
            .replaceAll('\\|', '|')
            .replace(/^`(.*)`$/, '$1'),
        ),
    )
    .filter((row) => row.length === cells)
}

test.each(['ru', 'en'] as const)('the guide (%s) names every variable and every filter', (language) => {
  const first = (rows: string[][]) => rows.map(([name]) => name).toSorted()
  expect(first(rowsOf(language, 2))).toEqual([...macroVariables].toSorted())
  expect(first(rowsOf(language, 4))).toEqual([...macroFilters].toSorted())
})

test.each(['ru', 'en'] as const)('the examples of the guide (%s) give what it says', (language) => {
  const speech: Speech = { language, timeZone: 'Europe/Moscow', now: new Date('2026-11-22T12:00:00Z') }
  const values = {
    customer: { name: 'Сидоров Иван Петрович', gender: 'male', phone: '' },
    ticket: {
      number: 'HD-1256',
      subject: 'Счёт за октябрь',
      tags: new Several(['счёт', 'срочно']),
      days_open: 3,
      created_at: new Moment(new Date('2026-11-19T11:32:00Z'), speech),
      fields: { colours: new Several(['красный', 'синий']) },
    },
  }
  const rows = rowsOf(language, 4)
  const given = rows.map(([name, example = '']) => [name, renderMacro(example, values, speech).text])
  expect(given).toEqual(rows.map(([name, , gives]) => [name, gives]))
})
