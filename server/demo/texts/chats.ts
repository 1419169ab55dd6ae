import type { Language } from '#contract/common.ts'
import type { AgentKey } from '../people.ts'

interface ChatLine {
  /** So many minutes before now. */
  ago: number
  /** An agent's; the visitor's where nobody is named. */
  by?: AgentKey
  text: string
}

export interface ChatStory {
  visitor: { name: string; email?: string }
  page: { path: string; title: string }
  lines: ChatLine[]
  assignee?: AgentKey
  isSolved?: boolean
}

/** What visitors of the shop's site asked, oldest first: a talk that is over, one that goes on, one nobody has taken. */
export const chatStories: Record<Language, ChatStory[]> = {
  ru: [
    {
      visitor: { name: 'Ирина Соколова', email: 'irina.sokolova@mail.example' },
      page: { path: '/shop?page=returns', title: 'Возврат · Ромашка' },
      lines: [
        { ago: 1500, text: 'Здравствуйте! Можно вернуть вазу без коробки?' },
        {
          ago: 1498,
          by: 'anna',
          text: 'Добрый день! Да, если на ней нет следов использования. Чек сохранился?',
        },
        { ago: 1497, text: 'Есть в приложении' },
        {
          ago: 1495,
          by: 'anna',
          text: 'Этого достаточно. Оформите возврат в приложении, курьер заберёт завтра.',
        },
        { ago: 1494, text: 'Спасибо, быстро!' },
      ],
      assignee: 'anna',
      isSolved: true,
    },
    {
      visitor: { name: 'Павел', email: 'pavel@home.example' },
      page: { path: '/shop?page=delivery', title: 'Доставка · Ромашка' },
      lines: [
        { ago: 14, text: 'Добрый день, доставляете в Мытищи в воскресенье?' },
        {
          ago: 12,
          by: 'anna',
          text: 'Здравствуйте, Павел! В воскресенье с 10 до 18. Оформить на это время?',
        },
        { ago: 4, text: 'Да, лучше к 12. И можно оплатить курьеру картой?' },
      ],
      assignee: 'anna',
    },
    {
      visitor: { name: '' },
      page: { path: '/shop', title: 'Ромашка' },
      lines: [
        { ago: 3, text: 'Не приходит код на почту, не могу войти' },
        { ago: 2, text: 'Уже три раза нажимал «отправить ещё раз»' },
      ],
    },
  ],
  en: [
    {
      visitor: { name: 'Emma Hughes', email: 'emma@home.example' },
      page: { path: '/shop?page=returns', title: 'Returns · Romashka' },
      lines: [
        { ago: 1500, text: 'Hello! Can I return a vase without its box?' },
        {
          ago: 1498,
          by: 'anna',
          text: 'Good afternoon! Yes, if it has not been used. Do you have the receipt?',
        },
        { ago: 1497, text: 'It is in the app' },
        {
          ago: 1495,
          by: 'anna',
          text: 'That will do. Order the return in the app, and a courier comes tomorrow.',
        },
        { ago: 1494, text: 'Thanks, that was quick!' },
      ],
      assignee: 'anna',
      isSolved: true,
    },
    {
      visitor: { name: 'Paul', email: 'paul@home.example' },
      page: { path: '/shop?page=delivery', title: 'Delivery · Romashka' },
      lines: [
        { ago: 14, text: 'Hi, do you deliver to Watford on Sundays?' },
        { ago: 12, by: 'anna', text: 'Hello Paul! On Sundays from 10 to 18. Shall I book it?' },
        { ago: 4, text: 'Yes, around 12. And can I pay the courier by card?' },
      ],
      assignee: 'anna',
    },
    {
      visitor: { name: '' },
      page: { path: '/shop', title: 'Romashka' },
      lines: [
        { ago: 3, text: 'The code does not arrive, I cannot sign in' },
        { ago: 2, text: 'I pressed “send again” three times already' },
      ],
    },
  ],
}

/** What the shop's chat says by itself. */
export const invitations = [
  {
    id: 'delivery',
    pagePart: 'page=delivery',
    afterSeconds: 8,
    texts: { ru: 'Подсказать, когда привезём к вам?', en: 'Shall we tell you when we deliver to you?' },
  },
  {
    id: 'returns',
    pagePart: 'page=returns',
    afterSeconds: 12,
    texts: { ru: 'Поможем оформить возврат за минуту', en: 'We help with a return in a minute' },
  },
]
