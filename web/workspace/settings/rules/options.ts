import type { StatusCategory } from '#contract/desk.ts'
import type { DoneBy, NumberField, TextField, YesNoField } from '#contract/rule-conditions.ts'
import type { TriggerKind, WatchedField } from '#contract/rule-triggers.ts'
import type { DueKind, Source } from '#contract/tickets.ts'

// The browser carries no schemas, so what they allow is written out; the types keep both equal.

export const textFields = [
  'text',
  'subject',
  'message',
  'note',
  'file_name',
  'sender',
  'recipient',
  'customer_name',
  'customer_email',
  'customer_remark',
  'organization_name',
  'organization_domain',
] as const satisfies readonly TextField[]

export const numberFields = [
  'age_hours',
  'waiting_hours',
  'idle_hours',
  'message_count',
  'reply_count',
  'file_count',
  'score',
] as const satisfies readonly NumberField[]

export const yesNoFields = [
  'is_first_message',
  'is_first_ticket',
  'is_automatic',
  'has_files',
  'is_waiting',
  'is_overdue',
  'is_frozen',
  'is_rated',
  'is_rated_good',
  'is_rated_low',
] as const satisfies readonly YesNoField[]

export const statusCategories = [
  'new',
  'open',
  'paused',
  'solved',
  'closed',
] as const satisfies readonly StatusCategory[]
export const sources = [
  'email',
  'chat',
  'webform',
  'portal',
  'phone',
  'visit',
  'api',
] as const satisfies readonly Source[]
export const doers = [
  'customer',
  'agent',
  'rule',
  'macro',
  'routing',
  'sla',
  'system',
] as const satisfies readonly DoneBy[]

export const clocks = [
  'first_reply',
  'next_reply',
  'update',
  'solution',
  'stage',
] as const satisfies readonly DueKind[]

export const watchedFields = [
  'status',
  'status_category',
  'priority',
  'category',
  'team',
  'assignee',
  'subject',
  'tags',
] as const satisfies readonly WatchedField[]

export const triggerGroups = [
  {
    group: 'conversation',
    kinds: ['ticket_created', 'customer_wrote', 'agent_replied', 'note_added', 'customer_rated'],
  },
  { group: 'ticket', kinds: ['field_changed', 'ticket_merged', 'ticket_frozen', 'ticket_unfrozen'] },
  { group: 'time', kinds: ['silence', 'schedule', 'sla_warned', 'sla_breached'] },
] as const satisfies readonly { group: string; kinds: readonly TriggerKind[] }[]

export const mostConditions = 100
export const mostDepth = 5
