import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import { textIfAny } from '../../ui/i18n.ts'
import { useMoment } from '../composer/use-moment.ts'
import { useDesk } from '../desk.ts'
import { useFields } from '../fields/use-fields.ts'
import { useSession } from '../session.ts'
import { priorities } from '../ticket/priority.tsx'
import { careEventWords } from './care-event-words.ts'
import type { EventItem } from './feed-items.ts'
import { routedWords } from '../attendance/routed-words.ts'
import { clockEventWords } from '../sla/event-words.ts'
import { causeOf, causeWords } from './cause.ts'
import { letterEventWords } from './letter-event-words.ts'
import { mailEventWords, ruleWords } from './mail-event-words.ts'

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2
}

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** A line of history is no place for a page of text. */
function excerpt(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}

/** The weightiest change first, however the server lists them. */
const order = ['tags', 'subject', 'categoryId', 'priority', 'teamId', 'assigneeId', 'statusId'].toReversed()

/** Who did it, as the agent would say it. */
export function useActorName(): (event: EventItem) => string {
  const { t } = useTranslation()
  const { agent } = useSession()
  return (event) => {
    const { actor } = event
    const cause = causeWords(t, event)
    if (cause !== null && actor.kind !== 'agent') return cause
    if (cause !== null) {
      const who = actor.id === agent.id ? t('event.you') : actor.name
      return t('event.withMacro', { who, cause })
    }
    if (actor.kind === 'agent' && actor.id === agent.id) return t('event.you')
    return actor.name || (actor.kind === 'system' ? t('feed.system') : t('feed.someone'))
  }
}

/** What happened, in short phrases in the agent's language; an event newer than this page says its name. */
export function useEventWords(): (event: EventItem) => string[] {
  const { t, i18n } = useTranslation()
  const { agent } = useSession()
  const moment = useMoment()
  const own = useFields()
  const { desk, statusName, teamName, agentName, categoryPath } = useDesk()

  return useCallback(
    (event) => {
      const list = (items: string[]) =>
        new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(
          items.map((each) => t('event.quoted', { text: each })),
        )
      const priority = (value: unknown) => {
        const known = priorities.find((each): each is Priority => each === value)
        return known ? t(`priority.${known}`) : String(value)
      }
      const ownField = (key: string, from: unknown, to: unknown): string => {
        const field = own.find('ticket', key)
        const name = own.nameOfKey('ticket', key)
        const text = (value: unknown) => excerpt(own.valueText(field, value))
        if (to === null) return t('event.fieldCleared', { name })
        if (from === null) return t('event.fieldSet', { name, to: text(to) })
        return t('event.fieldChanged', { name, from: text(from), to: text(to) })
      }
      const change = (field: string, from: unknown, to: unknown): string | null => {
        switch (field) {
          case 'statusId':
            return t('event.status', { from: statusName(from), to: statusName(to) })
          case 'priority':
            return t('event.priority', { from: priority(from), to: priority(to) })
          case 'assigneeId':
            return to === null
              ? t('event.unassigned')
              : to === agent.id && event.actor.id === agent.id
                ? t('event.took')
                : t('event.assigned', { to: agentName(to) ?? t('feed.someone') })
          case 'teamId':
            return to === null ? t('event.teamCleared') : t('event.team', { to: teamName(to) ?? '…' })
          case 'categoryId':
            return to === null
              ? t('event.categoryCleared')
              : t('event.category', { to: categoryPath(to) ?? '…' })
          case 'subject':
            return t('event.subject', { to: String(to) })
          default:
            return field.startsWith('fields.') ? ownField(field.slice('fields.'.length), from, to) : null
        }
      }
      const tags = (from: string[], to: string[]): string[] => {
        const added = to.filter((each) => !from.includes(each))
        const removed = from.filter((each) => !to.includes(each))
        return [
          ...(added.length > 0 ? [t('event.tagsAdded', { list: list(added), count: added.length })] : []),
          ...(removed.length > 0
            ? [t('event.tagsRemoved', { list: list(removed), count: removed.length })]
            : []),
        ]
      }

      /** The values of the desk's own fields that a merge brought, or took along again. */
      const carried = ({ type, data }: EventItem): string[] =>
        type === 'ticket.absorbed' || type === 'ticket.unmerged'
          ? Object.entries(data['changes'] ?? {}).flatMap(([field, pair]) =>
              field.startsWith('fields.') && isPair(pair) ? (change(field, pair[0], pair[1]) ?? []) : [],
            )
          : []

      if (event.type === 'ticket.created') {
        // The customer's first message says it already.
        return event.actor.kind === 'customer' ? [] : [t('event.created')]
      }
      if (event.type === 'reply.scheduled') {
        return [t('event.replyScheduled', { when: moment(String(event.data.sendAt)) })]
      }
      if (event.type === 'reply.held') {
        const why = textIfAny(i18n, `delivery.${String(event.data.reason)}`) ?? ''
        return [t('event.replyHeld', { why })]
      }
      const ofClocks = clockEventWords(t, moment, event)
      if (ofClocks) return ofClocks
      if (event.type === 'ticket.reopened') return [t('event.reopened')]
      if (event.type === 'ticket.kept_closed') {
        return [t('event.keptClosed', { count: Number(event.data['limit']) })]
      }
      if (event.type === 'rule.cut') {
        return [textIfAny(i18n, `event.ruleCut.${String(event.data['cut'])}`) ?? event.type]
      }
      if (event.type === 'ticket.routed') return routedWords(t, i18n.language, event.data)
      // Told by the decision itself, and why.
      if (event.type === 'ticket.updated' && causeOf(event)?.kind === 'routing') return []
      const ofCare = careEventWords(t, desk.ticketPrefix, moment, event)
      if (ofCare) return [...ofCare, ...carried(event)]
      const ofMail = mailEventWords(t, i18n.language, event)
      if (ofMail) return ofMail
      const ofLetter = letterEventWords(t, desk.ticketPrefix, event)
      if (ofLetter) return ofLetter
      if (event.type !== 'ticket.updated') return [t('event.other', { type: event.type })]
      const changes =
        typeof event.data.changes === 'object' && event.data.changes !== null ? event.data.changes : {}
      const entries = Object.entries(changes).toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
      const changed = entries.flatMap(([field, pair]) => {
        if (!isPair(pair)) return []
        if (field === 'tags') return tags(words(pair[0]), words(pair[1]))
        return change(field, pair[0], pair[1]) ?? []
      })
      return [...changed, ...ruleWords(t, event.data, list)]
    },
    [t, i18n, moment, own, agent.id, desk.ticketPrefix, statusName, teamName, agentName, categoryPath],
  )
}
