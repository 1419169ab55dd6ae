import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleTemplate } from '#contract/rule-files.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { findByName } from '../references.ts'

const byWords = ['invoice', 'error', 'refund'] as const
const created: RuleTrigger = { on: 'ticket_created' }
const wrote: RuleTrigger = { on: 'customer_wrote' }

/** Rules to begin from, in the words of the actor's language and with the teams of this desk. */
export async function listRuleTemplates(db: Db, actor: Actor): Promise<{ items: RuleTemplate[] }> {
  const { t } = words(actor.language)
  const items: RuleTemplate[] = []
  for (const key of byWords) {
    const teams = t(`ruleWords.template.${key}.teams`).split('|')
    const teamId = await teamCalled(db, teams)
    const actions: RuleAction[] = [
      ...(teamId === null ? [] : [{ type: 'set_team' as const, teamId }]),
      ...(key === 'refund' ? [{ type: 'set_priority' as const, priority: 'high' as const }] : []),
      { type: 'add_tags', tags: [t(`ruleWords.template.${key}.tag`)] },
    ]
    const values = t(`ruleWords.template.${key}.phrases`).split('|')
    items.push({
      key,
      name: t(`ruleWords.template.${key}.name`),
      summary: t(`ruleWords.template.${key}.summary`),
      content: {
        triggers: key === 'refund' ? [created, wrote] : [created],
        conditions: {
          match: 'all',
          isNot: false,
          conditions: [{ field: 'text', isNot: false, how: 'any_form', values }],
        },
        actions,
      },
      missing: teamId === null ? [{ kind: 'team', name: teams[0] ?? '' }] : [],
    })
  }
  return { items: [...items, waiting(t), await closing(db, t)] }
}

async function teamCalled(db: Db, names: readonly string[]): Promise<number | null> {
  const idOf = await findByName(
    db,
    names.map((name) => ({ kind: 'team' as const, name })),
  )
  return names.map((name) => idOf({ kind: 'team', name })).find((id) => id !== null) ?? null
}

type Translate = ReturnType<typeof words>['t']

function waiting(t: Translate): RuleTemplate {
  return {
    key: 'waiting',
    name: t('ruleWords.template.waiting.name'),
    summary: t('ruleWords.template.waiting.summary'),
    content: {
      triggers: [{ on: 'silence', of: 'agents', hours: 4, calendarId: null }],
      conditions: {
        match: 'all',
        isNot: false,
        conditions: [{ field: 'priority', isNot: false, values: ['low', 'medium'] }],
      },
      actions: [
        { type: 'set_priority', priority: 'high' },
        { type: 'add_note', text: t('ruleWords.template.waiting.note') },
      ],
    },
    missing: [],
  }
}

async function closing(db: Db, t: Translate): Promise<RuleTemplate> {
  const closed = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'closed')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  return {
    key: 'close',
    name: t('ruleWords.template.close.name'),
    summary: t('ruleWords.template.close.summary'),
    content: {
      triggers: [{ on: 'silence', of: 'customer', hours: 168, calendarId: null }],
      conditions: {
        match: 'all',
        isNot: false,
        conditions: [{ field: 'status_category', isNot: false, values: ['solved'] }],
      },
      actions: [{ type: 'set_status', statusId: closed.id }],
    },
    missing: [],
  }
}
