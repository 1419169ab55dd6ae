import { expect } from 'vitest'
import { cursorIn, journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await openDesk()
const { db } = desk.database
const olga = await buildAgent(db, { name: 'Ольга', role: 'administrator', language: 'ru' })

journey(
  'an administrator adds a field; agents fill it in, are told of what is wrong and of what lacks',
  async () => {
    const { ticketId } = await buildMessage(db, { subject: 'Сломался секатор', name: 'Ирина' })
    const page = await openSignedIn(desk, olga)
    await page.goto('/settings/fields')
    await page.getByRole('button', { name: 'Добавить поле' }).click()
    const dialog = page.getByRole('dialog', { name: 'Новое поле тикета' })
    await dialog.getByLabel('По-русски', { exact: true }).fill('Сколько штук')
    await dialog.getByRole('combobox', { name: 'Вид' }).click()
    await page.getByRole('option', { name: 'Число' }).click()
    expect(await dialog.getByLabel('Ключ').inputValue()).toBe('skolko_shtuk')
    await dialog.getByLabel('Без него тикет не решить').check()
    await dialog.getByRole('button', { name: 'Добавить', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Сколько штук').waitFor()

    // Somebody else changes it while it is open here: what was typed stays, and is not saved over theirs.
    await page.getByRole('button', { name: /^Сколько штук/ }).click()
    const opened = page.getByRole('dialog', { name: 'Поле', exact: true })
    await opened.getByLabel('По-английски', { exact: true }).fill('How many')
    await db.updateTable('custom_field').set({ version: 2, shown: 'filled' }).execute()
    await opened.getByRole('button', { name: 'Сохранить' }).click()
    await opened.getByText('Кто-то изменил это поле').waitFor()
    expect(await opened.getByLabel('По-английски', { exact: true }).inputValue()).toBe('How many')
    await opened.getByRole('button', { name: 'Отмена' }).click()
    await page.getByRole('button', { name: /^Сколько штук/ }).click()
    await opened.getByText('В карточке, когда заполнено').waitFor()
    await opened.getByLabel('По-английски', { exact: true }).fill('How many')
    await opened.getByRole('combobox', { name: 'Где показывать' }).click()
    await page.getByRole('option').first().click()
    await opened.getByRole('button', { name: 'Сохранить' }).click()
    await opened.waitFor({ state: 'detached' })

    await page.goto(`/tickets/${ticketId}?view=all`)
    await page.getByRole('heading', { level: 1, name: 'Сломался секатор' }).waitFor()
    await page.keyboard.press('e')
    await page.getByText('Заполните: Сколько штук').waitFor()
    await page.getByRole('button', { name: 'Сколько штук: Не указано' }).click()
    await cursorIn(page, 'textbox', 'Сколько штук')
    await page.keyboard.type('две')
    await page.keyboard.press('Enter')
    await page.getByText('Нужно число').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('2')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Сколько штук: 2' }).waitFor()
    await page.getByText('Сколько штук: 2').last().waitFor()
    await page.keyboard.press('e')
    await page.getByRole('button', { name: 'Статус: Решён' }).first().waitFor()
  },
)
