import { expect } from 'vitest'
import { identityTasks } from '#server/identity/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { readSettings } from '#server/platform/settings.ts'
import { faults, isTooWide } from '#test/axe.ts'
import { journey, openBrowser, openDesk } from '#test/browser.ts'

const desk = await openDesk()
const { db } = desk.database
const password = 'зимний лес шумит'

journey(
  'a new desk is set up on one page, in the language one chooses, and leads to the first inbox',
  async () => {
    const { page } = await openBrowser(desk, { width: 390, height: 844 })
    await page.goto('/')
    await page.getByRole('heading', { name: 'Новая служба поддержки' }).waitFor()
    expect(await isTooWide(page)).toBe(false)
    expect(await faults(page)).toEqual([])

    // Refusals stand at their fields, and turn over with the page.
    await page.getByRole('button', { name: 'Создать и войти' }).click()
    await page.getByText('Назовите службу').waitFor()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'A new help desk' }).waitFor()
    await page.getByText('Give the desk a name').waitFor()
    await page.getByRole('button', { name: 'Русский' }).click()

    await page.getByLabel('Название службы').fill('Поддержка «Лесторга»')
    await page.getByLabel('Префикс номера').fill('лт')
    await page.getByText('Первый тикет: ЛТ-1').waitFor()
    await page.getByLabel('Ваше имя').fill('Анна Ли')
    await page.getByLabel('Ваша почта').fill('Anna@Lestorg.example')
    await page.getByLabel('Пароль', { exact: true }).fill('1234567890')
    await page.getByText('Легко угадать').waitFor()
    await page.getByLabel('Пароль', { exact: true }).fill(password)
    await page.getByText('Отличный пароль').waitFor()
    await page.keyboard.press('Enter')

    await page.getByRole('heading', { name: 'Служба готова. Подключим почту?' }).waitFor()
    expect(await isTooWide(page)).toBe(false)
    expect(await readSettings(db)).toMatchObject({
      desk_name: 'Поддержка «Лесторга»',
      ticket_prefix: 'ЛТ',
      language: 'ru',
    })
    await page.getByRole('button', { name: 'Позже' }).click()
    await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()

    // It happens once: the page is gone for whoever comes later.
    await page.goto('/set-up')
    await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()
  },
)

journey(
  'signing in names what is wrong, slows a guesser down and comes back to where one was going',
  async () => {
    const { page } = await openBrowser(desk)
    await page.goto('/settings/statuses')
    await page.getByRole('heading', { name: 'Вход' }).waitFor()
    await page.getByText('Поддержка «Лесторга»').waitFor()
    expect(await faults(page)).toEqual([])

    await page.getByRole('button', { name: 'Войти' }).click()
    await page.getByText('Напишите свою почту').waitFor()
    await page.getByLabel('Почта').fill('nobody@lestorg.example')
    await page.getByLabel('Пароль', { exact: true }).fill('не тот пароль')
    // Five guesses are free; the next has to wait. Where a guess takes longer than that wait, a later one meets a longer.
    const said = page.getByRole('alert').filter({ hasText: /Неверная почта|Слишком много попыток/ })
    const told: string[] = []
    while (!told.at(-1)?.startsWith('Слишком много попыток')) {
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/v1/sessions'))
      await page.getByRole('button', { name: 'Войти' }).click()
      await answered
      told.push(await said.first().innerText())
    }
    expect(told.slice(0, 5).every((text) => text.startsWith('Неверная почта'))).toBe(true)
    expect(told.at(-1)).toMatch(/^Слишком много попыток\. Следующая через \d+ секунд/)
    expect(await faults(page)).toEqual([])

    // Another account does not wait for this one.
    await page.getByText(/Слишком много попыток/).waitFor({ state: 'detached' })
    await page.getByLabel('Почта').fill('anna@lestorg.example')
    await page.getByLabel('Пароль', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Статусы' }).waitFor()
  },
)

journey('a forgotten password: the same answer for everybody, a link for who is known, once', async () => {
  const { page } = await openBrowser(desk)
  await page.goto('/sign-in')
  await page.getByRole('link', { name: 'Забыли пароль?' }).click()
  const answers: string[] = []
  for (const email of ['stranger@lestorg.example', 'anna@lestorg.example']) {
    await page.getByLabel('Почта').fill(email)
    await page.getByRole('button', { name: 'Прислать ссылку' }).click()
    await page.getByRole('heading', { name: 'Проверьте почту' }).waitFor()
    const text = await page.getByRole('main').innerText()
    answers.push(text.replace(email, '…'))
    expect(await faults(page)).toEqual([])
    await page.goto('/forgot-password')
  }
  expect(answers[1]).toBe(answers[0])

  await drainJobs(desk.database.pool, identityTasks(desk), desk.log)
  const letters = await db.selectFrom('system_letter').selectAll().execute()
  expect(letters.map((letter) => letter.to_address)).toEqual(['anna@lestorg.example'])
  const link =
    /https?:[^"]+\/invitations\/[\w-]+/.exec(desk.secrets.decrypt(letters[0]?.secrets ?? ''))?.[0] ?? ''

  await page.goto(new URL(link).pathname)
  await page.getByRole('heading', { name: 'Новый пароль' }).waitFor()
  expect(await faults(page)).toEqual([])
  await page.getByLabel('Новый пароль', { exact: true }).fill('коротко')
  await page.getByRole('button', { name: 'Сохранить и войти' }).click()
  await page.getByText('Нужно не меньше 10 знаков').waitFor()
  await page.getByLabel('Новый пароль', { exact: true }).fill('весенний лес шумит')
  await page.getByRole('button', { name: 'Сохранить и войти' }).click()
  await page.getByRole('heading', { name: 'Мои открытые' }).waitFor()

  await page.goto(new URL(link).pathname)
  await page.getByRole('heading', { name: 'Ссылка больше не действует' }).waitFor()
  expect(await faults(page)).toEqual([])
})
