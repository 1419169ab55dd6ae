import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fuzzLetters, fuzzTnef } from './fuzz.ts'
import { printHostileFigures } from './hostile.ts'
import { type MailCase, scoreCase } from './score.ts'
import { measureSpeed } from './speed.ts'

/**
 * `npm run bench:mail -- FOLDER [--misses [KIND]] [--fuzz] [--hostile] [--speed]`: scores a folder of letters with known answers.
 * FOLDER holds `cases.json`, an array of { file, kind, expected }. Prints `kind right/total`, one line per kind,
 * then the single fields of each kind, indented.
 */
const parameters = process.argv.slice(2)
const folder = parameters.find((word) => !word.startsWith('--'))
if (folder === undefined) {
  console.error('usage: npm run bench:mail -- FOLDER [--misses [KIND]] [--fuzz] [--hostile] [--speed]')
  process.exit(2)
}
const root: string = folder
const cases = JSON.parse(readFileSync(path.join(root, 'cases.json'), 'utf8')) as MailCase[]
const readCase = (item: MailCase): Buffer => readFileSync(path.join(root, item.file))
const missesAt = parameters.indexOf('--misses')
const missKind =
  missesAt < 0
    ? undefined
    : parameters.slice(missesAt + 1).find((word) => word !== folder && !word.startsWith('--'))

type Tally = { right: number; total: number }
const tallies = new Map<string, Tally>()
const count = (name: string, isRight: boolean): void => {
  const tally = tallies.get(name) ?? { right: 0, total: 0 }
  tallies.set(name, { right: tally.right + (isRight ? 1 : 0), total: tally.total + 1 })
}

for (const item of cases) {
  const fields = scoreCase(item, readCase(item))
  if (fields.length === 0) continue
  count(
    item.kind,
    fields.every((field) => field.isRight),
  )
  for (const field of fields) {
    count(`${item.kind}_${field.name}`, field.isRight)
    if (!field.isRight && missesAt >= 0 && (missKind === undefined || missKind === item.kind)) {
      console.log(`miss ${item.file} ${field.name}: ${field.note}`)
    }
  }
}

const kinds = [...new Set(cases.map((item) => item.kind))]
for (const kind of kinds) {
  for (const [name, tally] of tallies) {
    if (name === kind) console.log(`${name} ${tally.right}/${tally.total}`)
    else if (name.startsWith(`${kind}_`)) console.log(`  ${name} ${tally.right}/${tally.total}`)
  }
}

if (parameters.includes('--speed'))
  await measureSpeed(cases.filter((item) => item.kind === 'mime' || item.kind === 'bounce').map(readCase))
if (parameters.includes('--fuzz')) {
  fuzzLetters(cases.filter((item) => item.kind === 'mime' || item.kind === 'bounce').map(readCase))
  const wrapped = cases.filter((item) => item.kind === 'tnef').map(readCase)
  if (wrapped.length > 0) fuzzTnef(wrapped)
}
if (parameters.includes('--hostile')) printHostileFigures()
