import type { FieldValue } from '#contract/fields.ts'
import { createChecklist, startChecklist } from '#server/checklists/index.ts'
import { getCustomer, updateCustomer } from '#server/customers/index.ts'
import { createField, type NewField } from '#server/fields/index.ts'
import { agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { changeTicket, freezeTicket, lockTicketRow } from '#server/tickets/index.ts'
import type { DemoDesk } from './demo-desk.ts'

type Seeded = Pick<DemoDesk, 'actors' | 'customerIds' | 'language'>

const plain = { isRequiredToSolve: false, shown: 'always' } as const
const choice = (value: string, ru: string, en: string) => ({ value, names: { ru, en }, isArchived: false })

/** Own fields as a shop's help desk has them; rules and templates of the demo name their keys. */
const fields: readonly NewField[] = [
  {
    ...plain,
    owner: 'customer',
    key: 'plan',
    names: { ru: 'Тариф', en: 'Plan' },
    kind: 'choice',
    choices: [
      choice('trial', 'Пробный', 'Trial'),
      choice('standard', 'Стандартный', 'Standard'),
      choice('business', 'Бизнес', 'Business'),
    ],
  },
  { ...plain, owner: 'customer', key: 'city', names: { ru: 'Город', en: 'City' }, kind: 'text', choices: [] },
  {
    ...plain,
    owner: 'organization',
    key: 'contract',
    names: { ru: 'Договор', en: 'Contract' },
    kind: 'text',
    choices: [],
  },
  {
    ...plain,
    owner: 'ticket',
    key: 'order_number',
    names: { ru: 'Номер заказа', en: 'Order number' },
    kind: 'text',
    choices: [],
  },
  {
    ...plain,
    owner: 'ticket',
    key: 'return_reason',
    names: { ru: 'Причина возврата', en: 'Reason of return' },
    kind: 'choice',
    shown: 'filled',
    choices: [
      choice('broken', 'Сломалось', 'Broken'),
      choice('wrong_item', 'Прислали не то', 'Wrong item'),
      choice('changed_mind', 'Передумал', 'Changed their mind'),
    ],
  },
  {
    ...plain,
    owner: 'ticket',
    key: 'promised_on',
    names: { ru: 'Обещали до', en: 'Promised by' },
    kind: 'date',
    shown: 'filled',
    choices: [],
  },
]

const checklists = {
  refund: {
    ru: {
      name: 'Возврат денег',
      items: [
        'Проверить оплату',
        'Получить заявление',
        'Согласовать сумму',
        'Вернуть деньги',
        'Написать клиенту',
      ],
    },
    en: {
      name: 'Refund',
      items: [
        'Check the payment',
        'Get the form',
        'Agree on the sum',
        'Return the money',
        'Tell the customer',
      ],
    },
  },
  start: {
    ru: {
      name: 'Подключение клиента',
      items: ['Создать доступ', 'Показать с чего начать', 'Позвонить через неделю'],
    },
    en: { name: 'New customer', items: ['Make an account', 'Show where to begin', 'Call in a week'] },
  },
} as const

/** Before the stories begin: the fields are there, and known customers have their plan. */
export async function fillFields(tx: Tx, desk: Seeded, now: Date): Promise<void> {
  const { olga } = desk.actors
  for (const field of fields) await createField(tx, olga, field, now)
  const plans = ['trial', 'standard', 'business', 'standard']
  const cities = {
    ru: ['Казань', 'Тверь', 'Пермь', 'Москва', 'Томск'],
    en: ['Leeds', 'York', 'Bath', 'London', 'Derby'],
  }
  for (const [at, id] of [...desk.customerIds.values()].entries()) {
    const city = cities[desk.language][at % 5] ?? ''
    const values = { plan: plans[at % plans.length] ?? 'trial', ...(at % 2 === 0 && { city }) }
    const { version } = await getCustomer(tx, id)
    await updateCustomer(tx, olga, id, { version, fields: values }, now)
  }
}

/** After the stories: a refund half-way through its checklist, a ticket put aside, an order's number here and there. */
export async function fillTicketCare(
  tx: Tx,
  desk: Pick<DemoDesk, 'actors' | 'language' | 'teamIds'>,
  now: Date,
): Promise<void> {
  const { actors, language, teamIds } = desk
  const refund = await createChecklist(
    tx,
    actors.olga,
    { ...mutable(checklists.refund[language]), isRequired: true },
    now,
  )
  await createChecklist(tx, actors.olga, { ...mutable(checklists.start[language]), isRequired: false }, now)
  const by = { actor: agentActor(actors.anna) }
  const open = await tx
    .selectFrom('ticket')
    .select(['id', 'team_id'])
    .where('is_open', '=', true)
    .where('status_category', 'in', ['new', 'open'])
    .orderBy('id', 'desc')
    .limit(30)
    .execute()
  const returned = open.find((ticket) => ticket.team_id === teamIds.returns) ?? open[0]
  if (returned) {
    await set(tx, returned.id, { order_number: '10-4471', return_reason: 'broken' }, by, now)
    await startChecklist(tx, returned.id, refund.id, by, now)
    await tx
      .updateTable('ticket_checklist_item')
      .set({ done_at: now, done_by_id: actors.anna.agentId })
      .where('position', '<=', 2)
      .execute()
  }
  const others = open.filter((ticket) => ticket.id !== returned?.id)
  for (const [at, ticket] of others.slice(0, 9).entries()) {
    if (at % 3 === 0) await set(tx, ticket.id, { order_number: `10-${4480 + at * 7}` }, by, now)
  }
  const cold = others[4] && (await lockTicketRow(tx, others[4].id))
  if (cold) await freezeTicket(tx, cold, new Date(now.getTime() + 2 * 86_400_000), by, now)
}

function mutable(checklist: { readonly name: string; readonly items: readonly string[] }) {
  return { name: checklist.name, items: [...checklist.items] }
}

async function set(
  tx: Tx,
  ticketId: number,
  values: Record<string, FieldValue>,
  by: Parameters<typeof changeTicket>[3],
  now: Date,
): Promise<void> {
  const ticket = await lockTicketRow(tx, ticketId)
  if (ticket) await changeTicket(tx, ticket, { fields: values }, by, now)
}
