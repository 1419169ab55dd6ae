import { createInstance } from 'i18next'
import { expect, test } from 'vitest'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }
import { counts } from './counts.ts'

test('what is counted is written in thousands and picks its plural; other numbers stay as they are', async () => {
  const catalog = createInstance()
  await catalog.use(counts).init({
    fallbackLng: false,
    interpolation: { escapeValue: false, alwaysFormat: true },
    resources: { en: { translation: en }, ru: { translation: ru } },
  })
  const said = (language: string, count: number) =>
    catalog.getFixedT(language)('settings.webhooks.resent', { count })
  expect([said('en', 1), said('en', 40_000)]).toEqual(['1 is sent again', '40,000 are sent again'])
  expect([said('ru', 40_000), said('ru', 40_001)]).toEqual([
    'Отправляются снова: 40\u00A0000',
    'Отправляется снова: 40\u00A0001',
  ])
  expect(catalog.getFixedT('en')('settings.webhooks.answered', { status: 1503 })).toBe('answer 1503')
})
