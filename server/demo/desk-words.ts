import type { Names } from '#contract/common.ts'

/** What the demo desk calls its things, in the language it is filled in. */
export const deskName: Names = { ru: 'Ромашка', en: 'Romashka' }
export const deskDomain = 'romashka.example'

export const teams = {
  first: { ru: 'Первая линия', en: 'First line' },
  tech: { ru: 'Техподдержка', en: 'Technical support' },
  accounts: { ru: 'Бухгалтерия', en: 'Accounting' },
  returns: { ru: 'Возвраты', en: 'Returns' },
} as const satisfies Record<string, Names>
export type TeamKey = keyof typeof teams

interface CategoryWords {
  names: Names
  parent?: CategoryKey
}

/** A parent stands before its children. */
export const categories = {
  access: { names: { ru: 'Доступ', en: 'Access' } },
  passwords: { names: { ru: 'Пароли', en: 'Passwords' }, parent: 'access' },
  rights: { names: { ru: 'Права сотрудников', en: 'Staff permissions' }, parent: 'access' },
  orders: { names: { ru: 'Заказы', en: 'Orders' } },
  delivery: { names: { ru: 'Доставка', en: 'Delivery' }, parent: 'orders' },
  payment: { names: { ru: 'Оплата', en: 'Payment' }, parent: 'orders' },
  returning: { names: { ru: 'Возврат и обмен', en: 'Returns and exchange' }, parent: 'orders' },
  papers: { names: { ru: 'Документы', en: 'Documents' } },
  invoices: { names: { ru: 'Счета', en: 'Invoices' }, parent: 'papers' },
  closing: { names: { ru: 'Закрывающие документы', en: 'Closing documents' }, parent: 'papers' },
  technical: { names: { ru: 'Технические', en: 'Technical' } },
  site: { names: { ru: 'Сайт', en: 'Website' }, parent: 'technical' },
  app: { names: { ru: 'Приложение', en: 'Mobile app' }, parent: 'technical' },
  api: { names: { ru: 'API и обмен', en: 'API and integrations' }, parent: 'technical' },
  advice: { names: { ru: 'Консультация', en: 'Advice' } },
} as const satisfies Record<string, Omit<CategoryWords, 'parent'> & { parent?: string }>
export type CategoryKey = keyof typeof categories

/** Every category with its parent, parents first. */
export function categoryList(): { key: CategoryKey; names: Names; parent: CategoryKey | null }[] {
  return Object.entries(categories).map(([key, words]) => ({
    key: key as CategoryKey,
    names: words.names,
    parent: 'parent' in words ? words.parent : null,
  }))
}

export const tags = {
  vip: { ru: 'vip', en: 'vip' },
  wholesale: { ru: 'опт', en: 'wholesale' },
  mail: { ru: 'почта', en: 'mail' },
  courier: { ru: 'курьер', en: 'courier' },
  doublePayment: { ru: 'двойная оплата', en: 'double payment' },
  broken: { ru: 'брак', en: 'damaged' },
  edo: { ru: 'эдо', en: 'e-documents' },
  bug: { ru: 'ошибка', en: 'bug' },
  idea: { ru: 'идея', en: 'idea' },
  urgent: { ru: 'срочно', en: 'urgent' },
  thanks: { ru: 'благодарность', en: 'thanks' },
} as const satisfies Record<string, Names>
export type TagKey = keyof typeof tags
