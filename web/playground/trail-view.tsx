import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trail, TrailStep } from '#contract/playground.ts'
import { classNames } from '../ui/class-names.ts'
import { useFileSize } from '../ui/file-chip.tsx'
import { Icon } from '../ui/icon.tsx'
import { Spinner } from '../ui/button.tsx'
import { nextOf, type StepTone, wordsOfStep } from './trail-words.ts'

const tones: Record<StepTone, string> = {
  plain: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  note: 'bg-note text-note-ink',
}

interface Actions {
  readonly onOpenTicket: (id: number) => void
  readonly onReadLetter: (id: number) => void
}

/** One conversation as the desk lived it: every step with its time, and what is expected next. */
export function TrailView({ trail, isLatest, ...actions }: { trail: Trail; isLatest: boolean } & Actions) {
  const { t } = useTranslation()
  const { ticket, subject, steps } = trail
  const end = useRef<HTMLLIElement>(null)
  const shown = useRef(steps.length)
  useEffect(() => {
    if (shown.current === steps.length) return
    shown.current = steps.length
    if (isLatest) end.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [steps.length, isLatest])
  return (
    <details open={isLatest} className="group rounded-lg border border-line bg-panel">
      <summary className="flex items-center gap-2 rounded-lg px-4 py-3 group-open:pb-2 [&::-webkit-details-marker]:hidden">
        <span className="min-w-0 flex-1 truncate font-semibold">{subject || t('list.noSubject')}</span>
        {ticket && <span className="numeric flex-none text-sm text-ink-3">{ticket.number}</span>}
        <Icon
          name="down"
          size={14}
          className="text-ink-3 transition-transform duration-(--fast) group-open:rotate-180"
        />
      </summary>
      <ol className="px-4 pb-4">
        {steps.map((step, index) => (
          <Step key={`${step.kind} ${index}`} step={step} trail={trail} {...actions} />
        ))}
        <Next trail={trail} />
        <li ref={end} aria-hidden="true" className="scroll-mb-6" />
      </ol>
    </details>
  )
}

function Step({ step, trail, onOpenTicket, onReadLetter }: { step: TrailStep; trail: Trail } & Actions) {
  const { t, i18n } = useTranslation()
  const size = useFileSize()
  const words = wordsOfStep(step, trail.ticket, { t, language: i18n.language, size })
  const ticket = step.kind === 'decided' ? trail.ticket : null
  return (
    <li className="step-in relative flex gap-3 pb-3.5 before:absolute before:top-7 before:bottom-0.5 before:left-[11.5px] before:w-px before:bg-line last:before:hidden">
      <span
        className={classNames(
          'mt-px grid size-6 flex-none place-items-center rounded-full',
          tones[words.tone],
        )}
      >
        <Icon name={words.icon} size={13} />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <div className="flex items-baseline gap-2">
          <span className={classNames('min-w-0 flex-1', words.tone === 'bad' && 'text-bad')}>
            {words.title}
          </span>
          <Moment at={step.at} />
        </div>
        {words.detail && <div className="text-sm break-words text-ink-3">{words.detail}</div>}
        {words.quote && (
          <div className="mt-1 line-clamp-2 border-l-2 border-line pl-2 text-ink-2">{words.quote}</div>
        )}
        {ticket && (
          <TextButton onClick={() => onOpenTicket(ticket.id)}>
            {t('playground.openTicket', { number: ticket.number })}
          </TextButton>
        )}
        {step.kind === 'arrived' && (
          <TextButton onClick={() => onReadLetter(step.letterId)}>{t('playground.read')}</TextButton>
        )}
      </div>
    </li>
  )
}

function TextButton({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button type="button" onClick={onClick} className="mt-0.5 rounded-xs text-accent hover:underline">
      {children}
    </button>
  )
}

/** To the second: the point of the trail is how quickly one thing follows the other. */
function Moment({ at }: { at: string }) {
  const { i18n } = useTranslation()
  const text = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', { timeStyle: 'medium' })
  return (
    <time dateTime={at} className="numeric flex-none text-sm text-ink-3">
      {text.format(new Date(at))}
    </time>
  )
}

function Next({ trail }: { trail: Trail }) {
  const { t } = useTranslation()
  const next = nextOf(trail)
  if (next === null) return null
  const isMachine = next === 'reading' || next === 'sending'
  const words = {
    reading: t('playground.nextReading'),
    sending: t('playground.nextSending'),
    agent: t('playground.nextAgent'),
    customer: t('playground.nextCustomer'),
  }
  return (
    <li className="flex items-center gap-3 text-ink-2">
      <span className="grid size-6 flex-none place-items-center rounded-full border border-dashed border-line-strong text-ink-3">
        {isMachine ? <Spinner size={12} /> : <span className="size-1.5 rounded-full bg-ink-3" />}
      </span>
      {words[next]}
    </li>
  )
}
