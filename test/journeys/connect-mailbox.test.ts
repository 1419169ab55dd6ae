import { afterAll, expect } from 'vitest'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openDesk, openSignedIn } from '#test/browser.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'

const provider = await startIdentityProvider()
afterAll(() => provider.stop())
const publicUrl = 'http://desk.test'
const desk = await openDesk({
  PUBLIC_URL: publicUrl,
  GOOGLE_LOGIN_URL: provider.origin,
  GOOGLE_TOKEN_URL: provider.origin,
})
const anna = await buildAgent(desk.database.db, { name: 'Анна Ли', role: 'administrator', language: 'ru' })

journey(
  'a mailbox at Google is added, refused under another account, connected, lost and connected again',
  async () => {
    const page = await openSignedIn(desk, anna)
    // The desk is reached under its public name as well; what comes back from the provider comes back there.
    await page.route(`${publicUrl}/**`, async (route) => {
      const location = route.request().url().replace(publicUrl, desk.url)
      await route.fulfill({ status: 302, headers: { location } })
    })
    await page.goto('/settings/inboxes/new')
    await page.getByRole('link', { name: /Google/ }).click()
    await page.getByLabel('Почтовый адрес').fill('help@desk.example')
    expect(await page.getByLabel('Адрес возврата (Redirect URI)').inputValue()).toBe(
      `${publicUrl}/settings/inboxes/connected`,
    )
    expect(await faults(page)).toEqual([])
    expect(await isTooWide(page)).toBe(false)
    await page.getByRole('button', { name: 'Добавить и подключить' }).click()
    await page.getByText('Без этого не подключиться').first().waitFor()
    await page.getByLabel(/Идентификатор клиента/).fill('desk')
    await page.getByLabel('Секрет клиента').fill('desk secret')

    provider.account = 'somebody@desk.example'
    await page.getByRole('button', { name: 'Добавить и подключить' }).click()
    await page.getByText('Вход выполнен как somebody@desk.example').waitFor()
    expect(await faults(page)).toEqual([])
    provider.account = 'help@desk.example'
    await page.getByRole('button', { name: 'Попробовать ещё раз' }).click()
    await page.getByText('Подключён: help@desk.example').waitFor()
    expect(await faults(page)).toEqual([])

    // Access is withdrawn: it is said everywhere, and the way back works from there.
    provider.revoke()
    await page.getByRole('button', { name: 'Проверить сейчас' }).click()
    await page.getByText('Доступ потерян').waitFor()
    await page.goto('/settings/inboxes')
    await page.getByText('подключите заново').waitFor()
    await page.getByRole('link', { name: /help@desk\.example/ }).click()
    await page.getByRole('link', { name: 'Подключить заново' }).click()
    await page.getByRole('button', { name: 'Подключить заново' }).click()
    await page.getByText('Подключён: help@desk.example').waitFor()
  },
)
