import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }

const server = path.join(import.meta.dirname, '../../../../server')
/** `type: 'team.created'`, and a type handed to a function that writes it down: `macroChanged(tx, actor, 'macro.updated'`. */
const saying = /(?:type: |(?:[cC]hanged|tell\w*|record)\(\s*tx,\s*(?:[\w.]+,\s*){1,2})'([a-z_]+\.[a-z_]+)'/g
/** What is said in a ticket's own history, not here. */
const ofTickets =
  /^(?:ticket|message|reply|note|sla|chat)\.|^rule\.cut$|^checklist\.(?:started|finished|removed)$/

const types = new Set(
  globSync('**/*.ts', { cwd: server, exclude: ['**/*.test.ts', 'demo/**'] })
    .map((file) => readFileSync(path.join(server, file), 'utf8'))
    .filter((source) => /recordEvent|Changed|\btell/.test(source))
    .flatMap((source) => [...source.matchAll(saying)].map((found) => found[1] ?? ''))
    .filter((type) => !ofTickets.test(type)),
)

describe.each(Object.entries({ ru, en }))('in the catalog of %s', (_, catalog) => {
  const words: Record<string, string> = catalog.settings.audit.type
  test('everything the server writes down about the desk has words', () => {
    expect(types.size).toBeGreaterThan(60)
    expect([...types].filter((type) => !words[type.replace('.', '_')])).toEqual([])
  })
})
