import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Recipient, Recipients } from '#contract/sending.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { RecipientChip } from './recipient-chip.tsx'
import { RecipientField } from './recipient-field.tsx'
import { addressesOf, fields, obstacleOf, type RecipientField as Field } from './recipients.ts'

const labels = { to: 'composer.toLabel', cc: 'composer.ccLabel', bcc: 'recipients.bcc' } as const

/** More than this and the line would be a paragraph; the rest is one press away. */
const shownAtMost = 8

interface CardProps {
  /** Undefined until the server has said who is who. */
  people: Recipients | undefined
  /** Null while the usual recipients are meant. */
  chosen: ChosenRecipients | null
  isFailed: boolean
  onRetry: () => void
  /** Null is back to the usual ones. */
  onChoose: (chosen: ChosenRecipients | null) => void
  onTyping: (isTyping: boolean) => void
}

/** Whom this reply will reach: always in sight while it is written, and open to change. */
export function RecipientsCard({ people, chosen, isFailed, onRetry, onChoose, onTyping }: CardProps) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [typing, setTyping] = useState<Record<Field, boolean>>({ to: false, cc: false, bcc: false })
  if (!people) {
    return (
      <div aria-busy={!isFailed} className="flex min-h-8 items-center gap-2 px-3 text-sm text-ink-3">
        {isFailed && (
          <>
            <span className="text-warn">{t('recipients.unknown')}</span>
            <Button look="ghost" onClick={onRetry}>
              {t('action.retry')}
            </Button>
          </>
        )}
      </div>
    )
  }
  const obstacle = obstacleOf(people)
  // What was chosen a moment ago is shown at once, and judged when the server has answered.
  const addresses = chosen ?? addressesOf(people)
  const known = new Map(fields.flatMap((field) => people[field].map((each) => [each.address, each])))
  const said = (field: Field, isTyping: boolean) => {
    const next = { ...typing, [field]: isTyping }
    setTyping(next)
    onTyping(Object.values(next).some(Boolean))
  }
  const close = () => {
    setOpen(false)
    setTyping({ to: false, cc: false, bcc: false })
    onTyping(false)
  }
  return (
    <div role="group" aria-label={t('recipients.label')} className="flex-none px-3 pt-1">
      {isOpen ? (
        <div
          role="group"
          aria-label={t('recipients.edit')}
          className="rounded-md border border-line bg-panel px-2"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            event.stopPropagation()
            close()
          }}
        >
          {fields.map((field) => (
            <RecipientField
              key={field}
              label={t(labels[field])}
              people={addresses[field].map((address) => known.get(address) ?? unjudged(address))}
              hasFocus={field === 'to'}
              onChange={(list) => onChoose({ ...addresses, [field]: list })}
              onTyping={(isTyping) => said(field, isTyping)}
            />
          ))}
          <div className="flex flex-wrap items-center gap-2 py-1">
            {chosen && (
              <Button look="ghost" onClick={() => onChoose(null)}>
                {t('recipients.usual')}
              </Button>
            )}
            <Button look="ghost" className="ml-auto" onClick={close}>
              {t('recipients.done')}
            </Button>
          </div>
        </div>
      ) : (
        <Closed people={people} onOpen={() => setOpen(true)} />
      )}
      {obstacle && (
        <p role="alert" className="flex items-center gap-1.5 pt-1 text-sm text-bad">
          <Icon name="alert" size={14} />
          {t(obstacle === 'ours' ? 'recipients.oursProblem' : 'composer.noAddress')}
        </p>
      )}
    </div>
  )
}

function unjudged(address: string): Recipient {
  return { address, name: '', standing: 'customer', isNew: false, blocked: null, suggestion: null }
}

function Closed({ people, onOpen }: { people: Recipients; onOpen: () => void }) {
  const { t } = useTranslation()
  const all = fields.flatMap((field) => people[field].map((person) => ({ field, person })))
  const hidden = all.length - shownAtMost
  const shown = hidden > 0 ? all.slice(0, shownAtMost) : all
  return (
    <div className="flex items-start gap-1">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 py-1">
        {fields.map((field) => {
          const here = shown.filter((each) => each.field === field)
          if (here.length === 0) return null
          return (
            <div key={field} className="flex max-w-full min-w-0 flex-wrap items-center gap-1">
              <span className="text-sm text-ink-3">{t(labels[field])}</span>
              {here.map(({ person }) => (
                <RecipientChip key={person.address} person={person} />
              ))}
            </div>
          )
        })}
        {hidden > 0 && (
          <button type="button" className="rounded-xs text-sm text-accent" onClick={onOpen}>
            {t('recipients.more', { count: hidden })}
          </button>
        )}
        {people.removed.length > 0 && (
          <span className="text-sm text-ink-3">
            {t('recipients.without', {
              list: people.removed.map((each) => each.name || each.address).join(', '),
            })}
          </span>
        )}
      </div>
      <IconButton icon="pencil" size={14} label={t('recipients.edit')} onClick={onOpen} />
    </div>
  )
}
