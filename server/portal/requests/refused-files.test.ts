import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { portalBrowser, signInByLetter } from '#test/portal-browser.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const app = await createDeskApp(platform)
const irina = portalBrowser(app)

/** The contents that the desk keeps, by the names their bytes give them. */
async function kept(): Promise<number> {
  const names = await readdir(platform.config.dataDir, { recursive: true })
  return names.filter((name) => /\b[0-9a-f]{64}$/.test(name)).length
}

function formOf(fields: Record<string, string>, bytes: string): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('files', new File([bytes], 'a.txt', { type: 'text/plain' }))
  return form
}

test('files of a form that is refused are kept nowhere', async () => {
  await signInByLetter(irina, platform, 'irina@shop.example')
  const { db } = platform.database
  const foreign = await buildMessage(db, { email: 'oleg@shop.example', subject: 'Чужое' })
  const before = await kept()
  const key = 'a-key-of-this-form-0001'
  const wordless = await irina.send('/requests/new', formOf({ key, subject: 'Вопрос', text: ' ' }, 'one'))
  expect(wordless.status).toBe(400)
  const nameless = await irina.send('/requests/new', formOf({ key, subject: ' ', text: 'Почему?' }, 'two'))
  expect(nameless.status).toBe(400)
  const missing = await irina.send(`/requests/${foreign.ticketId}`, formOf({ key, text: 'Моё!' }, 'three'))
  expect(missing.status).toBe(404)
  expect(await kept()).toBe(before)
  const taken = await irina.send('/requests/new', formOf({ key, subject: 'Вопрос', text: 'Почему?' }, 'four'))
  expect([taken.status, await kept()]).toEqual([303, before + 1])
  const empty = await irina.send(taken.location, formOf({ key, text: '' }, 'five'))
  expect([empty.status, await kept()]).toEqual([400, before + 1])
})
