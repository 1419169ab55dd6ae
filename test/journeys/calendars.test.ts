import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'

const desk = await openDesk()
const { db } = desk.database
const anna = await buildAgent(db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })
const john = await buildAgent(db, { name: 'John', role: 'administrator', language: 'en' })
await buildTeam(db, { name: 'Возвраты' })

async function openPage(page: Page, path: string): Promise<void> {
  await page.goto(`/settings/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
}

/** Turns the drawing to a year, from whatever year it is. */
async function turnTo(page: Page, year: number): Promise<void> {
  const by = year - new Date().getFullYear()
  const button = page.getByRole('button', { name: by > 0 ? 'Следующий год' : 'Предыдущий год' })
  for (let step = 0; step < Math.abs(by); step++) await button.click()
  await page.getByText(String(year), { exact: true }).waitFor()
}

/** Presses the pointer at one hour of a day's track and lets go at another. */
async function draw(page: Page, day: string, from: number, to: number): Promise<void> {
  const track = page.getByRole('group', { name: `${day}, шкала часов` })
  await track.scrollIntoViewIfNeeded()
  const box = await track.boundingBox()
  if (!box) throw new Error(`no track of ${day}`)
  const at = (hour: number) => box.x + (box.width * hour) / 24
  await page.mouse.move(at(from), box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(at((from + to) / 2), box.y + box.height / 2)
  await page.mouse.move(at(to), box.y + box.height / 2)
  await page.mouse.up()
}

journey(
  'a calendar: drawn with the pointer, put right by keyboard, a day put down by hand, kept',
  async () => {
    const page = await openSignedIn(desk, anna)
    await openPage(page, 'calendars')
    await page.getByText('Календарей пока нет').waitFor()
    await page.getByRole('button', { name: 'Добавить календарь' }).click()
    await page.getByLabel('Название').fill('Москва, пн–пт 9–18')
    await page.getByRole('combobox', { name: /^Часовой пояс/ }).click()
    await page.getByPlaceholder('Город или часть света').fill('Moscow')
    await page.getByRole('option', { name: 'Europe/Moscow' }).click()

    await draw(page, 'суббота', 10, 15)
    const saturday = page.getByRole('button', { name: 'суббота, 10:00–15:00' })
    await saturday.waitFor()
    await saturday.focus()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowLeft')
    await page.getByRole('button', { name: 'суббота, 09:45–15:00' }).waitFor()
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'суббота: выходной. Изменить' }).waitFor()

    // The production calendar is drawn; the year has its official number of working days.
    const year = page.getByRole('button', { name: 'Следующий год' })
    while (!(await page.getByText('2026', { exact: true }).isVisible())) await year.click()
    await page.getByText(/247 рабочих дней/).waitFor()
    await page.getByRole('button', { name: /9 января: выходной, Перенос с 03\.01/ }).waitFor()
    expect(await faults(page)).toEqual([])

    // A day by hand, reached with the arrows alone.
    await page.getByRole('button', { name: /^четверг, 1 января/ }).focus()
    await page.keyboard.press('ArrowLeft')
    for (let step = 0; step < 11; step++) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    const day = page.getByRole('dialog')
    await day.getByLabel('Почему').fill('Инвентаризация')
    expect(await faults(page)).toEqual([])
    await day.getByRole('button', { name: 'Отметить' }).click()
    await page.getByText(/246 рабочих дней/).waitFor()
    await page.getByRole('button', { name: 'Создать' }).click()
    await page.getByRole('heading', { level: 1, name: 'Москва, пн–пт 9–18' }).waitFor()
    await page.getByRole('button', { name: /12 января: выходной, Инвентаризация/ }).waitFor()

    await openPage(page, 'calendars')
    await page.getByText('пн–пт 09:00–18:00 · производственный календарь РФ').waitFor()
    expect(await faults(page)).toEqual([])
  },
)

journey('a list of days off from a file makes them days off at once', async () => {
  const page = await openSignedIn(desk, anna)
  await openPage(page, 'calendars')
  await page.getByRole('link', { name: 'Москва, пн–пт 9–18' }).click()
  await page.getByRole('button', { name: 'Добавить список' }).click()
  const form = page.getByRole('dialog')
  await form.getByRole('tab', { name: 'Из файла' }).click()
  const put = (text: string) =>
    form
      .getByLabel('Файл .ics')
      .setInputFiles({ name: 'off.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) })
  await put('<html>')
  await form.getByRole('button', { name: 'Добавить' }).click()
  await form.getByText('Это не календарь iCal.').waitFor()
  await put(
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//RU\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260720\r\nSUMMARY:День рождения фирмы\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  )
  await form.getByRole('button', { name: 'Добавить' }).click()
  await page.getByText('1 день').waitFor()
  await turnTo(page, 2026)
  await page.getByRole('button', { name: /20 июля: выходной, День рождения фирмы/ }).waitFor()
})

journey(
  'a policy: conditions, targets typed as people type them, whom it touches, and the calendar it holds',
  async () => {
    const page = await openSignedIn(desk, anna)
    await openPage(page, 'sla')
    await page.getByText('Сроков пока нет').waitFor()
    await page.getByRole('button', { name: 'Добавить политику' }).click()
    await page.getByLabel('Название').fill('Возвраты')
    await page.getByRole('button', { name: 'Добавить условие' }).click()
    await page.getByRole('button', { name: 'Создать' }).click()
    await page.getByRole('alert').getByText('Выберите, с чем сравнивать').waitFor()
    await page.getByRole('combobox', { name: /^Условие 1: Выберите/ }).click()
    await page.getByRole('option', { name: 'Возвраты' }).click()
    await page.keyboard.press('Escape')
    const solution = page.getByLabel('Высокий: Решение', { exact: true })
    await solution.fill('1:30')
    await solution.blur()
    await expect.poll(() => solution.inputValue()).toBe('1 ч 30 мин')
    await page.getByRole('button', { name: /^Высокий: Решение: рабочее время/ }).click()
    await page.getByRole('button', { name: /^Высокий: Решение: круглосуточно/ }).waitFor()
    await page.getByText('Открытых тикетов не затронет').waitFor()
    expect(await faults(page)).toEqual([])
    await page.getByRole('button', { name: 'Создать' }).click()
    await page.getByText('Если отдел: «Возвраты»').waitFor()
    expect(await faults(page)).toEqual([])

    // The calendar now says who counts by it, and does not go.
    await openPage(page, 'calendars')
    await page.getByText(/используется в 1 месте/).waitFor()
    await page.getByRole('button', { name: /^Действия: Москва/ }).click()
    await page.getByRole('menuitem', { name: 'Удалить' }).click()
    const kept = page.getByRole('dialog', { name: 'Календарь «Москва, пн–пт 9–18» используется' })
    expect(await faults(page)).toEqual([])
    await kept.getByRole('link', { name: 'Возвраты' }).click()
    await page.getByRole('heading', { level: 1, name: 'Возвраты' }).waitFor()
  },
)

journey('both pages on a phone, in the dark, in English', async () => {
  const page = await openSignedIn(desk, john, { width: 390, colorScheme: 'dark' })
  await openPage(page, 'calendars')
  await page.getByRole('link', { name: 'Москва, пн–пт 9–18' }).click()
  await page.getByText(/working days/).waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
  await page.getByRole('button', { name: /^Monday: 09:00–18:00/ }).click()
  await page.getByLabel('Monday, end 1').fill('20:00')
  await page.getByRole('button', { name: /^Monday: 09:00–20:00/ }).waitFor()
  await openPage(page, 'sla')
  await page.getByRole('link', { name: 'Возвраты' }).click()
  await page.getByLabel('High: Solution', { exact: true }).waitFor()
  expect(await isTooWide(page)).toBe(false)
  expect(await faults(page)).toEqual([])
})
