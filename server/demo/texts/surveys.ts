import type { SurveySettings } from '#contract/surveys.ts'

export const demoCauses = [
  { key: 'speed', ru: 'Скорость ответа', en: 'Speed of the answer' },
  { key: 'solution', ru: 'Решение вопроса', en: 'The solution itself' },
  { key: 'clarity', ru: 'Понятность объяснений', en: 'How clear it was' },
  { key: 'politeness', ru: 'Вежливость', en: 'Politeness' },
] as const satisfies SurveySettings['causes']

type Key = (typeof demoCauses)[number]['key']

/** What customers said, with the score they gave; the empty ones gave the score alone. */
export const demoScores: readonly {
  score: number
  causes: readonly Key[]
  ru: string
  en: string
}[] = [
  {
    score: 5,
    causes: ['speed', 'politeness'],
    ru: 'Ответили за десять минут, спасибо!',
    en: 'Answered within ten minutes, thank you!',
  },
  { score: 5, causes: [], ru: '', en: '' },
  {
    score: 4,
    causes: ['solution'],
    ru: 'Всё решили, но пришлось писать дважды.',
    en: 'All solved, though I had to write twice.',
  },
  { score: 5, causes: ['solution'], ru: 'Вернули деньги на следующий день.', en: 'Refunded the next day.' },
  { score: 4, causes: [], ru: '', en: '' },
  { score: 5, causes: ['clarity'], ru: 'Объяснили по шагам, всё получилось.', en: 'Explained step by step.' },
  { score: 2, causes: ['speed'], ru: 'Ждал ответа два дня.', en: 'I waited two days for an answer.' },
  { score: 5, causes: ['politeness'], ru: 'Очень внимательная поддержка.', en: 'Very attentive support.' },
  {
    score: 3,
    causes: ['clarity'],
    ru: 'Помогли, но я так и не понял почему.',
    en: 'It works, but I never learnt why.',
  },
  { score: 4, causes: ['speed'], ru: '', en: '' },
  {
    score: 1,
    causes: ['solution', 'clarity'],
    ru: 'Проблема осталась, тикет просто закрыли.',
    en: 'The problem is still there; the ticket was just closed.',
  },
]
