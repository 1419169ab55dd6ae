import type { FormField } from '#contract/web-forms.ts'
import { createWebForm } from '#server/channels/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { DemoDesk } from './demo-desk.ts'

const asked = (id: string, kind: FormField['kind'], more: Partial<FormField> = {}): FormField => ({
  id,
  kind,
  key: null,
  isRequired: false,
  labels: {},
  hints: {},
  preset: null,
  shownWhen: null,
  ...more,
})

/** What a shop asks: why something comes back only of whoever names an order. */
const fields: FormField[] = [
  asked('name', 'name'),
  asked('email', 'email', { isRequired: true }),
  asked('order_number', 'ticket', {
    key: 'order_number',
    hints: { ru: 'Если вопрос о заказе', en: 'If it is about an order' },
  }),
  asked('return_reason', 'ticket', {
    key: 'return_reason',
    labels: { ru: 'Хотите что-то вернуть? Почему', en: 'Returning something? Why' },
    shownWhen: { fieldId: 'order_number', values: [] },
  }),
  asked('message', 'message', { isRequired: true }),
  asked('files', 'files', { hints: { ru: 'Фото или снимок экрана', en: 'A photo or a screenshot' } }),
]

/** A form as a shop's site and portal have it. */
export async function fillForms(tx: Tx, desk: DemoDesk, now: Date): Promise<void> {
  const { actors, teamIds, inboxIds, categoryIds, language } = desk
  await createWebForm(
    tx,
    actors.olga,
    {
      name: language === 'ru' ? 'Обратная связь' : 'Feedback',
      fields,
      teamId: teamIds.first,
      inboxId: inboxIds.support,
      categoryId: categoryIds.orders,
      hasConsent: true,
    },
    now,
  )
}
