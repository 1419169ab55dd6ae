import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fuzzLetters, fuzzTnef } from './fuzz.ts'
import { printHostileFigures } from './hostile.ts'
import { type MailCase, scoreCase } from './score.ts'
import { measureSpeed } from './speed.ts'

const usage = 'npm run bench:mail -- [FOLDER] [--misses [KIND]] [--fuzz] [--hostile] [--speed]'

/**
 * Scores a folder of letters with known answers. FOLDER holds `cases.json`, an array of { file, kind, expected }. Prints
 * `kind right/total`, one line per kind, then the single fields of each kind, indented. Without a folder there is
 * nothing to score: `--fuzz`, `--hostile` and `--speed` then work on the project's own letters.
 */
const parameters = process.argv.slice(2)
const folder = parameters.find((word) => !word.startsWith('--'))
const trials = ['--fuzz', '--hostile', '--speed']
if (folder === undefined && !trials.some((word) => parameters.includes(word))) {
  console.error(`usage: ${usage}`)
  process.exit(2)
}
const root = folder ?? path.join(import.meta.dirname, '../../test/letters')
const cases = folder === undefined ? ownLetters() : (JSON.parse(read('cases.json').toString()) as MailCase[])
function read(file: string): Buffer {
  return readFileSync(path.join(root, file))
}

/** Letters without answers: something to mutate. */
function ownLetters(): MailCase[] {
  const files = readdirSync(root).filter((file) => file.endsWith('.eml'))
  return files.map((file) => ({ file, kind: 'mime', expected: {} }))
}

const readCase = (item: MailCase): Buffer => read(item.file)
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
