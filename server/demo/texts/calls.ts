import type { Language } from '#contract/common.ts'
import type { CategoryKey, TeamKey } from '../desk-words.ts'

/** Tickets written down by hand: somebody called, or came by. */
export const calls: readonly {
  language: Language
  source: 'phone' | 'visit'
  team: TeamKey
  category: CategoryKey
  subject: string
  text: string
}[] = [
  {
    language: 'ru',
    source: 'phone',
    team: 'first',
    category: 'delivery',
    subject: 'Звонок: уточнить сроки поставки по счёту {bill}',
    text: 'Клиент звонил, просит назвать точную дату поставки по счёту {bill}. Перезвонить или написать до конца дня.',
  },
  {
    language: 'ru',
    source: 'phone',
    team: 'accounts',
    category: 'closing',
    subject: 'Звонок: оригиналы документов почтой',
    text: 'Просят отправить оригиналы УПД обычной почтой, ЭДО у них пока нет. Адрес в карточке.',
  },
  {
    language: 'ru',
    source: 'visit',
    team: 'returns',
    category: 'returning',
    subject: 'Принёс на склад: {item}, замена по гарантии',
    text: 'Покупатель принёс товар сам, чек есть. Осмотрели вместе: заводской брак. Обещали позвонить, когда придёт замена.',
  },
  {
    language: 'ru',
    source: 'phone',
    team: 'tech',
    category: 'app',
    subject: 'Звонок: не может оформить заказ в приложении',
    text: 'На шаге оплаты приложение возвращает в корзину. Заказ {order} оформили вместе по телефону, ошибку нужно посмотреть.',
  },
  {
    language: 'en',
    source: 'phone',
    team: 'first',
    category: 'advice',
    subject: 'Call: pallet delivery to a site without a forklift',
    text: 'Customer asks whether the driver can unload with a tail lift. Promised an answer by e-mail today.',
  },
  {
    language: 'en',
    source: 'phone',
    team: 'accounts',
    category: 'invoices',
    subject: 'Call: purchase order number on invoice {bill}',
    text: 'They need their PO number printed on invoice {bill} before they can pay. Number will follow by e-mail.',
  },
]
