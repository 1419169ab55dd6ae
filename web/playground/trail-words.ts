import type { TFunction } from 'i18next'
import type { Trail, TrailStep } from '#contract/playground.ts'
import type { IconName } from '../ui/icon.tsx'

export type StepTone = 'plain' | 'ok' | 'bad' | 'note' | 'accent'

export interface StepWords {
  readonly icon: IconName
  readonly tone: StepTone
  readonly title: string
  readonly detail?: string
  /** In quotation marks of a kind: what somebody wrote. */
  readonly quote?: string
}

interface Speech {
  readonly t: TFunction
  readonly language: string
  readonly size: (bytes: number) => string
}

/** What one step is called on the screen. */
export function wordsOfStep(
  step: TrailStep,
  ticket: Trail['ticket'],
  { t, language, size }: Speech,
): StepWords {
  const number = ticket?.number ?? ''
  switch (step.kind) {
    case 'accepted':
      return {
        icon: 'mail',
        tone: 'plain',
        title: t('playground.accepted'),
        detail: t('playground.answerIn', { answer: step.answer, ms: step.tookMs }),
      }
    case 'refused':
      return { icon: 'alert', tone: 'bad', title: t('playground.refused'), detail: step.answer }
    case 'entered':
      return {
        icon: 'book',
        tone: 'plain',
        title: t('playground.entered'),
        detail: t('playground.enteredWhy', { size: size(step.sizeBytes) }),
      }
    case 'decided':
      return decided(step, number, t)
    case 'reopened':
      return { icon: 'refresh', tone: 'plain', title: t('playground.reopened') }
    case 'taken':
      return { icon: 'user', tone: 'plain', title: t('playground.taken', { name: step.agentName }) }
    case 'status':
      return {
        icon: 'check',
        tone: 'plain',
        title: t('playground.status', { status: language === 'en' ? step.status.en : step.status.ru }),
        detail: step.agentName,
      }
    case 'noted':
      return {
        icon: 'lock',
        tone: 'note',
        title: t('playground.noted', { name: step.agentName }),
        detail: t('playground.notedWhy'),
      }
    case 'answered':
      return {
        icon: 'pencil',
        tone: 'accent',
        title: t('playground.answered', { name: step.agentName }),
        quote: step.snippet,
      }
    case 'delivery':
      return delivery(step, t)
    case 'arrived':
      return { icon: 'inbox', tone: 'ok', title: t('playground.arrived') }
  }
}

function decided(step: Extract<TrailStep, { kind: 'decided' }>, number: string, t: TFunction): StepWords {
  const reason =
    step.reason === null ? {} : { detail: t(`letterReason.${step.reason}` as 'letterReason.no_thread') }
  switch (step.state) {
    case 'new_ticket':
      return { icon: 'plus', tone: 'accent', title: t('playground.newTicket', { number }), ...reason }
    case 'threaded':
      return { icon: 'link', tone: 'accent', title: t('playground.threaded', { number }), ...reason }
    case 'ignored':
      return { icon: 'minus', tone: 'plain', title: t('playground.ignored'), ...reason }
    case 'quarantined':
      return { icon: 'alert', tone: 'bad', title: t('playground.quarantined'), ...reason }
    case 'received':
      return { icon: 'clock', tone: 'plain', title: t('playground.reading') }
  }
}

function delivery(step: Extract<TrailStep, { kind: 'delivery' }>, t: TFunction): StepWords {
  const detail = step.detail === null ? {} : { detail: step.detail }
  switch (step.state) {
    case 'queued':
      return { icon: 'clock', tone: 'plain', title: t('playground.queued'), ...detail }
    case 'scheduled':
      return { icon: 'clock', tone: 'plain', title: t('playground.scheduled') }
    case 'held':
      return { icon: 'alert', tone: 'plain', title: t('playground.held') }
    case 'cancelled':
      return { icon: 'minus', tone: 'plain', title: t('playground.cancelled') }
    case 'sent':
      return { icon: 'plane', tone: 'plain', title: t('playground.sent'), ...detail }
    case 'failed':
      return { icon: 'alert', tone: 'bad', title: t('playground.failed'), ...detail }
    case 'unconfirmed':
      return { icon: 'alert', tone: 'bad', title: t('playground.unconfirmed'), ...detail }
  }
}

/** What is expected next, and whether a machine or a person is to do it. */
export function nextOf({ steps }: Trail): 'reading' | 'sending' | 'agent' | 'customer' | null {
  const last = steps.findLast(
    (step) => step.kind !== 'taken' && step.kind !== 'status' && step.kind !== 'noted',
  )
  switch (last?.kind) {
    case 'accepted':
    case 'entered':
      return 'reading'
    case 'decided':
      return last.state === 'new_ticket' || last.state === 'threaded' ? 'agent' : null
    case 'reopened':
      return 'agent'
    case 'answered':
      return 'sending'
    case 'delivery':
      return last.state === 'queued' || last.state === 'sent' ? 'sending' : null
    case 'arrived':
      return 'customer'
    default:
      return null
  }
}
