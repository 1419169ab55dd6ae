import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildPages } from '#test/browser.ts'

test('the widget is small: everything it needs first weighs less than 30 KB', async () => {
  await buildPages()
  const folder = new URL('../../dist/web/widget/', import.meta.url)
  const first = readFileSync(new URL('chat.js', folder), 'utf8')
  const chunks = readdirSync(new URL('assets/', folder)).filter(
    (name) => name.endsWith('.js') && first.includes(`from"./assets/${name}"`),
  )
  const files = ['chat.js', ...chunks.map((name) => `assets/${name}`)]
  expect(chunks.length).toBeGreaterThan(0)
  const bytes = files.map((name) => readFileSync(new URL(`${name}.br`, folder)).length)
  expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(30 * 1024)
})
