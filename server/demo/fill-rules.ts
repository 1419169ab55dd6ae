import { sql } from 'kysely'
import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleTest } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { answerEvent, createRule, createRuleGroup, updateRule } from '#server/rules/index.ts'
import type { DemoDesk } from './demo-desk.ts'
import { tags } from './desk-words.ts'

type Seeded = Pick<DemoDesk, 'actors' | 'teamIds' | 'categoryIds' | 'statusIds' | 'language'>

const created: RuleTrigger = { on: 'ticket_created' }
const wrote: RuleTrigger = { on: 'customer_wrote' }

function says(...values: string[]): RuleTest {
  return { field: 'text', isNot: false, how: 'any_form', values }
}

function content(triggers: RuleTrigger[], conditions: RuleTest[], actions: RuleAction[]): RuleContent {
  return { triggers, conditions: { match: 'all', isNot: false, conditions }, actions }
}

const refund = says('возврат', 'вернуть деньги', 'refund', 'money back')
const notOnTrial: RuleTest = {
  field: 'custom',
  isNot: true,
  of: 'customer',
  key: 'plan',
  operator: 'is',
  values: ['trial'],
}

function refunds(teamId: number, tag: string, isRouted: boolean): RuleContent {
  return content(
    [created, wrote],
    [refund, notOnTrial],
    [
      { type: 'set_team', teamId },
      ...(isRouted ? [{ type: 'route' as const, teamId: null, method: 'least_loaded' as const }] : []),
      { type: 'set_priority', priority: 'high' },
      { type: 'add_tags', tags: [tag] },
    ],
  )
}

/** Rules that were there from the first day, so that their runs stand beside the stories they changed. */
export async function fillRules(tx: Tx, desk: Seeded, opened: Date): Promise<{ refundsId: number }> {
  const { actors, teamIds, categoryIds, language } = desk
  const say = (ru: string, en: string) => (language === 'ru' ? ru : en)
  const add = (name: string, groupId: number | null, what: RuleContent, isActive = true) =>
    createRule(tx, actors.olga, { name, groupId, isActive, content: what }, opened)
  await add(
    say('Срочное видно сразу', 'Urgent is seen at once'),
    null,
    content(
      [created, wrote],
      [says('срочно', 'горит', 'urgent', 'asap')],
      [{ type: 'add_tags', tags: [tags.urgent[language]] }],
    ),
  )
  await add(
    say('Письма машин помечены', 'Letters of machines are marked'),
    null,
    content(
      [created, wrote],
      [{ field: 'is_automatic', isNot: false }],
      [{ type: 'add_tags', tags: [say('автоответ', 'auto-reply')] }],
    ),
  )
  const places = (await createRuleGroup(tx, actors.olga, say('Кому попадает', 'Whose it becomes'), opened)).id
  const refundsId = await add(
    say('Возвраты → отдел «Возвраты»', 'Refunds → the Returns team'),
    places,
    refunds(teamIds.returns, say('деньги', 'money'), false),
  )
  await add(
    say('Счета и акты → бухгалтерия', 'Invoices → accounting'),
    places,
    content(
      [created],
      [says('счёт-фактура', 'акт сверки', 'закрывающие документы', 'УПД', 'invoice', 'closing documents')],
      [
        { type: 'set_team', teamId: teamIds.accounts },
        { type: 'set_category', categoryId: categoryIds.papers },
      ],
    ),
  )
  await add(
    say('Ошибка → техподдержка', 'Error → technical support'),
    places,
    content(
      [created],
      [says('ошибка', 'не работает', 'зависать', 'не открывается', 'error', 'does not work', 'crash')],
      [
        { type: 'set_team', teamId: teamIds.tech },
        { type: 'add_tags', tags: [tags.bug[language]] },
      ],
    ),
  )
  await add(
    say('Списали дважды', 'Charged twice'),
    places,
    content(
      [created, wrote],
      [says('списать дважды', 'двойная оплата', 'оплата прошла дважды', 'charged twice', 'double payment')],
      [
        { type: 'set_priority', priority: 'critical' },
        { type: 'add_tags', tags: [tags.doublePayment[language]] },
      ],
    ),
  )
  await add(
    say('Оптовики', 'Wholesale'),
    places,
    content(
      [created],
      [says('опт', 'оптовый', 'wholesale')],
      [{ type: 'add_tags', tags: [tags.wholesale[language]] }],
    ),
  )
  return { refundsId }
}

/** What is looked after from today on: clocks and silences, which would fall upon the stories of three weeks. */
export async function fillLaterRules(
  tx: Tx,
  desk: Seeded,
  { refundsId, officeId }: { refundsId: number; officeId: number },
  now: Date,
): Promise<void> {
  const { actors, teamIds, statusIds, language } = desk
  const { olga } = actors
  const say = (ru: string, en: string) => (language === 'ru' ? ru : en)
  const add = (name: string, groupId: number, what: RuleContent, isActive = true) =>
    createRule(tx, olga, { name, groupId, isActive, content: what }, now)
  const tell = (text: string, wishes: Partial<Extract<RuleAction, { type: 'notify' }>>): RuleAction => ({
    type: 'notify',
    agentIds: [],
    teamIds: [],
    toAssignee: false,
    ...wishes,
    text,
  })
  const routed = refunds(teamIds.returns, say('деньги', 'money'), true)
  await updateRule(tx, olga, refundsId, { version: 1, content: routed }, now)

  const clocks = (await createRuleGroup(tx, olga, say('Сроки', 'Deadlines'), now)).id
  await add(
    say('Скоро выйдет срок', 'A deadline is near'),
    clocks,
    content(
      [{ on: 'sla_warned', clocks: null }],
      [],
      [
        tell(say('Срок по вашему тикету скоро выйдет', 'A deadline of your ticket is near'), {
          toAssignee: true,
        }),
      ],
    ),
  )
  await add(
    say('Срок вышел', 'A deadline has passed'),
    clocks,
    content(
      [{ on: 'sla_breached', clocks: ['first_reply', 'solution'] }],
      [],
      [
        { type: 'add_tags', tags: [say('просрочен', 'overdue')] },
        tell(say('Тикет просрочен', 'A ticket is overdue'), { agentIds: [olga.agentId], toAssignee: true }),
      ],
    ),
  )
  await add(
    say('Клиент ждёт больше четырёх рабочих часов', 'A customer has waited for four working hours'),
    clocks,
    content(
      [{ on: 'silence', of: 'agents', hours: 4, calendarId: officeId }],
      [{ field: 'priority', isNot: false, values: ['low', 'medium'] }],
      [
        { type: 'set_priority', priority: 'high' },
        {
          type: 'add_note',
          text: say(
            'Клиент ждёт больше четырёх рабочих часов.',
            'The customer has waited for more than four working hours.',
          ),
        },
      ],
    ),
  )
  await add(
    say('Утром: ничьи тикеты', 'In the morning: tickets of nobody'),
    clocks,
    content(
      [
        {
          on: 'schedule',
          days: [1, 2, 3, 4, 5],
          time: '09:00',
          timeZone: say('Europe/Moscow', 'Europe/London'),
        },
      ],
      [
        { field: 'assignee', isNot: false, values: [null] },
        { field: 'status_category', isNot: false, values: ['new', 'open'] },
        { field: 'age_hours', isNot: false, operator: 'above', value: 24 },
      ],
      [
        tell(say('Тикет второй день без исполнителя', 'A ticket has had no owner for a day'), {
          teamIds: [teamIds.first],
        }),
      ],
    ),
  )
  const tidy = (await createRuleGroup(tx, olga, say('Порядок', 'Good order'), now)).id
  await add(
    say('Решённые закрываются через неделю молчания', 'Solved tickets close after a week of silence'),
    tidy,
    content(
      [{ on: 'silence', of: 'customer', hours: 168, calendarId: null }],
      [{ field: 'status_category', isNot: false, values: ['solved'] }],
      [{ type: 'set_status', statusId: statusIds.closed }],
    ),
  )
  await add(
    say('Написали ночью: ответим утром', 'Written at night: answered in the morning'),
    tidy,
    content(
      [created],
      [
        { field: 'working_time', isNot: true, calendarId: officeId },
        { field: 'source', isNot: false, values: ['email'] },
      ],
      [
        {
          type: 'reply',
          text: say(
            '{{ greeting }}!\n\nМы получили ваше письмо и ответим утром, с девяти по московскому времени.',
            '{{ greeting }}!\n\nWe have received your letter and will answer in the morning, from nine o’clock.',
          ),
        },
      ],
    ),
    false,
  )
  await add(
    say('Поблагодарили: вопрос закрыт', 'Thanked: nothing is left to do'),
    tidy,
    content(
      [wrote],
      [
        {
          field: 'message',
          isNot: false,
          how: 'any_form',
          values: ['спасибо', 'благодарить', 'thanks', 'thank you'],
        },
        { field: 'message', isNot: true, how: 'exact', values: ['но', 'but'] },
      ],
      [{ type: 'add_tags', tags: [tags.thanks[language]] }],
    ),
    false,
  )
}

/** Lets the rules answer what has just happened, at the moment it did, and what their answers led to. */
export function rulesFollow(tx: Tx): (platform: Platform) => Promise<void> {
  let last = 0
  return async (platform) => {
    for (;;) {
      const { rows: events } = await sql<{ eventId: number; ticketId: number }>`
        select id as "eventId", ticket_id as "ticketId" from event where id > ${last} and ticket_id is not null
          and type in (select type from event_demand where task = 'rules.answer') order by id`.execute(tx)
      if (events.length === 0) return
      for (const event of events) {
        await answerEvent(platform, event)
        last = event.eventId
      }
    }
  }
}
