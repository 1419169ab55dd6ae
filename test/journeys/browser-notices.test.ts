import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { notifyAgents } from '#server/notifications/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { journey, openBrowser, openDesk } from '#test/browser.ts'
import { type BuiltAgent, buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database

/** A browser that writes down what it would show over other windows, and whose tabs can be told to be behind. */
async function recordingBrowser(agent: BuiltAgent, permission: 'granted' | 'denied' | 'default') {
  const { page, context } = await openBrowser(desk)
  await context.addInitScript((given) => {
    const shown: string[] = []
    let now = given
    class Recorded extends EventTarget {
      static get permission() {
        return now
      }
      static requestPermission() {
        if (now === 'default') now = 'granted'
        return Promise.resolve(now)
      }
      constructor(title: string) {
        super()
        shown.push(title)
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded, shown })
    let isBehind = false
    Object.defineProperty(document, 'hidden', { get: () => isBehind })
    Object.assign(window, {
      putBehind: (is: boolean) => {
        isBehind = is
        document.dispatchEvent(new Event('visibilitychange'))
      },
    })
    if (given === 'granted') localStorage.setItem('otklik.browser-notices', 'on')
  }, permission)
  const data = { email: agent.email, password: agent.password }
  await context.request.post(`${desk.url}/api/v1/sessions`, { data })
  const tab = async (own?: Page) => {
    const opened = own ?? (await context.newPage())
    await opened.goto('/tickets')
    await opened.getByRole('button', { name: 'Уведомления', exact: true }).first().waitFor()
    await opened.waitForLoadState('networkidle')
    return opened
  }
  return { first: await tab(page), tab }
}

const putBehind = (page: Page, is: boolean) => page.evaluate(`putBehind(${String(is)})`)
const shown = (page: Page) => page.evaluate<string[]>('shown')
const tell = async (agent: BuiltAgent, count = 1) => {
  const { ticketId } = await buildMessage(db, { subject: 'Возврат' })
  await inTransaction(db, async (tx) => {
    for (let n = 0; n < count; n++)
      await notifyAgents(tx, [agent.id], { kind: 'rule', ticketId, text: 'Важно' }, new Date())
  })
}
const bell = (page: Page, name: RegExp) => page.getByRole('button', { name }).first().waitFor()

journey('the first notice after an empty bell is shown over other windows, and a storm as one', async () => {
  const agent = await buildAgent(db, { language: 'ru' })
  const { first } = await recordingBrowser(agent, 'granted')
  await putBehind(first, true)
  await tell(agent)
  await expect.poll(() => shown(first)).toHaveLength(1)
  await tell(agent, 40)
  await expect.poll(() => shown(first)).toEqual([expect.any(String), 'Уведомления: 41 непрочитанное'])
})

journey(
  'while a tab of the desk is in front none behind it shows notices; of several behind, one does',
  async () => {
    const agent = await buildAgent(db, { language: 'ru' })
    const { first, tab } = await recordingBrowser(agent, 'granted')
    const [second, third] = [await tab(), await tab()]
    await putBehind(first, true)
    await putBehind(second, true)
    await tell(agent)
    for (const page of [first, second, third]) await bell(page, /1 непрочитанное/)
    await putBehind(third, true)
    await tell(agent)
    const all = async () => (await Promise.all([first, second, third].map(shown))).flat()
    for (const page of [first, second, third]) await bell(page, /2 непрочитанных/)
    await expect.poll(all).toHaveLength(1)
  },
)

journey('the bell asks the browser for its permission, and says when the browser refuses', async () => {
  const agent = await buildAgent(db, { language: 'ru' })
  const asked = await recordingBrowser(agent, 'default')
  await asked.first.keyboard.press('b')
  await asked.first.locator('[role=dialog] button[aria-pressed="false"]').click()
  await asked.first.locator('[role=dialog] [aria-pressed="true"]').waitFor()

  const refused = await recordingBrowser(agent, 'denied')
  await refused.first.keyboard.press('b')
  await refused.first.locator('[role=dialog] button[aria-pressed="false"]').click()
  await refused.first
    .getByText(/браузер/i)
    .last()
    .waitFor()
  await refused.first.keyboard.press('Escape')
  await refused.first.getByRole('dialog').waitFor({ state: 'detached' })
  await putBehind(refused.first, true)
  await tell(agent)
  await bell(refused.first, /1 непрочитанное/)
  expect(await shown(refused.first)).toEqual([])
})
