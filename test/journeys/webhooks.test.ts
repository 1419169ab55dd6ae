import { afterAll, expect } from 'vitest'
import { startWebhooks } from '#server/webhooks/index.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { hasCursor, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { answerWith, startWebhookReceiver } from '#test/servers/webhook-receiver.ts'

const desk = await openDesk({ OUTGOING_PRIVATE_NETWORKS: '127.0.0.1' })
const { db } = desk.database
const sender = startWebhooks(desk)
const receiver = await startWebhookReceiver()
afterAll(async () => {
  await sender.stop()
  await receiver.stop()
})
const olga = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })

journey('a webhook is added, tried, looked into, paused and sent to again', async () => {
  const page = await openSignedIn(desk, olga)
  await page.goto('/settings/webhooks')
  await page.getByText('Вебхуков нет').waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: 'Добавить вебхук' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Название').fill('CRM')
  await dialog.getByLabel('Адрес').fill('https://10.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click()
  await dialog.getByText('По этому адресу отправлять нельзя').waitFor()
  expect(await faults(page)).toEqual([])
  await dialog.getByLabel('Адрес').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Добавить', exact: true }).click()
  const secret = page.getByLabel('Секрет', { exact: true })
  await secret.waitFor()
  expect(await secret.inputValue()).toMatch(/^whsec_/)
  await page.getByRole('button', { name: 'Готово' }).click()

  await page.getByRole('heading', { level: 1, name: 'CRM' }).waitFor()
  await page.getByRole('button', { name: 'Проверить' }).click()
  await receiver.received(1)
  const sheet = page.getByRole('dialog', { name: 'Проверка' })
  await sheet.getByText('доставлено').waitFor()
  await sheet.getByText('"type": "webhook.test"').waitFor()
  await sheet.getByRole('tab', { name: 'Ответ' }).click()
  await sheet.getByText('204').waitFor()
  expect(await faults(page)).toEqual([])
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })

  receiver.answering(answerWith(500))
  await buildMessage(db)
  await page.getByText('ответ 500').waitFor()
  receiver.answering(answerWith(200))
  await page.getByRole('button', { name: /Тикет создан/ }).click()
  await page.getByRole('button', { name: 'Отправить сейчас' }).click()
  await receiver.received(3)
  await page.getByRole('dialog', { name: 'Тикет создан' }).getByText('доставлено').waitFor()
  await page.keyboard.press('Escape')

  // What cannot be taken back begins at the way out of it; what is filled in, at its first field.
  const more = page.getByRole('button', { name: 'Ещё', exact: true })
  await more.click()
  await page.getByRole('menuitem', { name: 'Выключить' }).click()
  await hasCursor(page.getByRole('button', { name: 'Отмена', exact: true }))
  await page.keyboard.press('Enter')
  await hasCursor(more)
  await page.getByRole('button', { name: 'Изменить', exact: true }).click()
  await hasCursor(page.getByRole('dialog').getByLabel('Название'))
})

journey('a secret that may have leaked is replaced at once', async () => {
  const [webhook] = await db.selectFrom('webhook').selectAll().execute()
  const page = await openSignedIn(desk, olga)
  await page.goto(`/settings/webhooks/${webhook?.id}`)
  await page.getByRole('button', { name: 'Ещё', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Сменить секрет' }).click()
  const dialog = page.getByRole('dialog', { name: 'Сменить секрет?' })
  await dialog.getByLabel(/перестаёт действовать сразу/).check()
  expect(await faults(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Сменить секрет' }).click()
  await page.getByLabel('Секрет', { exact: true }).waitFor()
  const row = await db.selectFrom('webhook').selectAll().executeTakeFirstOrThrow()
  expect(row.secret).not.toBe(webhook?.secret)
  expect(row.old_secret).toBeNull()
})

journey('a webhook on a phone is as wide as the phone', async () => {
  const page = await openSignedIn(desk, olga, { width: 390, height: 844, colorScheme: 'dark' })
  await page.goto('/settings/webhooks')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
})
