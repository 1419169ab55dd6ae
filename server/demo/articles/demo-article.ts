import type { Language } from '#contract/common.ts'
import type { Visibility } from '#contract/knowledge.ts'
import type { AgentKey } from '../people.ts'

/** What the demo desk's knowledge base is made of; a category stands before those within it. */
export const articleCategories = {
  account: {
    visibility: 'public',
    ru: { title: 'Вход и личный кабинет', description: 'Пароли, письма и настройки кабинета' },
    en: { title: 'Signing in and your account', description: 'Passwords, letters and settings' },
  },
  orders: {
    visibility: 'public',
    ru: { title: 'Заказы и доставка', description: 'Сроки, пункты выдачи и изменения в заказе' },
    en: { title: 'Orders and delivery', description: 'Times, pick-up points and changes to an order' },
  },
  pickUp: {
    parent: 'orders',
    visibility: 'public',
    ru: { title: 'Пункты выдачи', description: 'Где и как забрать заказ самому' },
    en: { title: 'Pick-up points', description: 'Where and how to collect an order' },
  },
  money: {
    visibility: 'public',
    ru: { title: 'Оплата и возврат', description: 'Способы оплаты, возврат денег и товара' },
    en: { title: 'Payment and returns', description: 'Ways to pay, refunds and returning goods' },
  },
  garden: {
    visibility: 'public',
    ru: { title: 'Уход за растениями', description: 'Посадка, полив и что делать, если лист желтеет' },
    en: { title: 'Looking after plants', description: 'Planting, watering, and when a leaf turns yellow' },
  },
  companies: {
    visibility: 'customers',
    ru: { title: 'Компаниям', description: 'Счета, закрывающие документы и обмен данными' },
    en: { title: 'For companies', description: 'Invoices, closing documents and data exchange' },
  },
  desk: {
    visibility: 'internal',
    ru: { title: 'Для своих', description: 'Как мы работаем: проверки, решения, тон' },
    en: { title: 'For the desk', description: 'How we work: checks, decisions, tone' },
  },
} as const satisfies Record<
  string,
  { visibility: Visibility; parent?: string } & Record<Language, { title: string; description: string }>
>
export type ArticleCategoryKey = keyof typeof articleCategories

interface DemoText {
  title: string
  summary: string
  html: string
}

export interface DemoArticle {
  key: string
  category: ArticleCategoryKey
  author: AgentKey
  ru: DemoText
  en?: DemoText
  /** As strict as its category unless told. */
  visibility?: Visibility
  tags?: Record<Language, readonly string[]>
  /** By key. */
  related?: readonly string[]
  /** How far it is; published unless told. `changed`: published, and written on since. */
  stand?: 'draft' | 'review' | 'scheduled' | 'changed'
  /** How many readers it helped, and how many not. */
  opinions?: readonly [helped: number, not: number]
  comments?: readonly { helped: boolean; ru: string; en: string }[]
}
