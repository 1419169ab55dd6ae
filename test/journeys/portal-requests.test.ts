import { expect } from 'vitest'
import type { Page } from 'playwright-core'
import { buildMessage } from '#test/builders/ticket.ts'
import { journey, openBrowser, openDesk } from '#test/browser.ts'
import { readSignInLetter } from '#test/portal-browser.ts'

const desk = await openDesk()
const { db } = desk.database

/** No page is ever wider than its window: nobody reads a line by moving it. */
async function fits(page: Page): Promise<void> {
  const box = await page.locator('body').boundingBox()
  const width = page.viewportSize()?.width ?? 0
  expect([page.url(), (box?.width ?? 0) <= width]).toEqual([page.url(), true])
}

/** What the letter leads to, on the port this desk happens to have. */
async function linkFor(address: string): Promise<string> {
  const { pathname, search } = new URL((await readSignInLetter(desk, address)).link)
  return `${desk.url}${pathname}${search}`
}

journey('a customer signs in, asks, is answered, closes and asks again, without a script', async () => {
  const address = 'irina@shop.example'
  const { page } = await openBrowser(desk, { hasScripts: false })
  await page.goto('/help/ru')
  await page.getByRole('link', { name: 'Мои обращения' }).click()
  await fits(page)
  await page.getByLabel('Адрес электронной почты').fill('irina@')
  await page.getByRole('button', { name: 'Получить письмо' }).click()
  await page.getByText('Проверьте адрес').waitFor()
  expect(await page.getByLabel('Адрес электронной почты').inputValue()).toBe('irina@')
  await page.getByLabel('Адрес электронной почты').fill(address)
  await page.getByRole('button', { name: 'Получить письмо' }).click()
  await page.getByRole('heading', { name: 'Проверьте почту' }).waitFor()
  await fits(page)
  const { code } = await readSignInLetter(desk, address)
  await page.getByLabel('Код из письма').fill(code === '111111' ? '222222' : '111111')
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByText('Код не подходит.').waitFor()
  await page.getByLabel('Код из письма').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await page.getByRole('button', { name: 'Войти' }).click()
  await page.getByText('Здесь появятся ваши обращения').waitFor()
  await fits(page)

  await page.getByRole('link', { name: 'Написать нам' }).click()
  await page.getByLabel('Подробности').fill('Жму «Печать», и ничего.')
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByText('Напишите, о чём вопрос.').waitFor()
  expect(await page.getByLabel('Подробности').inputValue()).toBe('Жму «Печать», и ничего.')
  await page.getByLabel('Коротко, о чём вопрос').fill('Не печатает принтер')
  const file = { name: 'журнал.txt', mimeType: 'text/plain', buffer: Buffer.from('ошибка 17') }
  await page.getByLabel('Файлы').setInputFiles(file)
  await fits(page)
  await page.getByRole('button', { name: 'Отправить' }).click()
  await page.getByRole('heading', { name: 'Не печатает принтер' }).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'журнал.txt' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('журнал.txt')

  const ticketId = Number(new URL(page.url()).pathname.split('/').at(-1))
  await db
    .insertInto('reply')
    .values({
      ticket_id: ticketId,
      channel: 'email',
      created_at: desk.clock.now(),
      text: 'Добрый день! Проверьте, включён ли он.',
      to_addresses: JSON.stringify([{ address, name: '' }]),
      cc_addresses: '[]',
      bcc_addresses: '[]',
      delivery_state: 'sent',
    })
    .execute()
  await page.reload()
  await page.getByText('Проверьте, включён ли он.').waitFor()
  await fits(page)
  await page.getByRole('button', { name: 'Вопрос решён' }).click()
  await page.getByText('Обращение решено.').waitFor()
  await page.getByLabel('Ваш ответ').fill('Включён, но молчит.')
  await page.getByRole('button', { name: 'Открыть снова и отправить' }).click()
  await page.getByText('Включён, но молчит.').waitFor()
  await page.getByRole('button', { name: 'Вопрос решён' }).waitFor()
  // What was sent is not sent again by looking at it again.
  await page.reload()
  expect(await page.getByText('Включён, но молчит.').count()).toBe(1)

  await page.getByRole('link', { name: '← Мои обращения' }).click()
  await page.getByRole('searchbox').fill('принтер')
  await page.getByRole('button', { name: 'Найти' }).click()
  await page.getByRole('link', { name: /Не печатает принтер/ }).waitFor()
  await fits(page)
  await page.getByRole('link', { name: address }).click()
  await fits(page)
  await page.getByRole('button', { name: 'Выйти', exact: true }).click()
  await page.goto('/help/ru/requests')
  await page.getByRole('heading', { name: 'Вход' }).waitFor()
})

journey('on a telephone the letter’s link asks first, then a password is chosen and used', async () => {
  const address = 'oleg@shop.example'
  const { ticketId } = await buildMessage(db, {
    email: address,
    subject: 'An invoice for 2027',
    name: 'Oleg',
  })
  const { page } = await openBrowser(desk, {
    hasScripts: false,
    width: 390,
    height: 844,
    colorScheme: 'dark',
    isTouch: true,
  })
  await page.goto(`/help/en/requests/${ticketId}`)
  await page.getByLabel('E-mail address').fill(address)
  await page.getByRole('button', { name: 'Send me the letter' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await page.goto(await linkFor(address))
  await page.getByText(`You will sign in as ${address}.`).waitFor()
  await fits(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  // To where they wanted to go in the first place.
  await page.getByRole('heading', { name: 'An invoice for 2027' }).waitFor()
  await fits(page)
  await page.goto('/help/en/requests')
  await fits(page)
  await page.goto('/help/en/account')
  await page.getByRole('link', { name: 'Choose a password' }).click()
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Save password' }).click()
  await page.getByText('The password is shorter than 10 characters.').waitFor()
  await fits(page)
  await page.getByLabel('New password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Save password' }).click()
  await page.getByText('The password is saved.').waitFor()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.goto('/help/en/sign-in')
  await page.getByRole('link', { name: 'Sign in with a password' }).click()
  await page.getByLabel('E-mail address').fill(address)
  await page.getByLabel('Password').fill('correct horse battery')
  await fits(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'My requests' }).waitFor()
})
