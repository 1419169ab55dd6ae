import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { PersonAddress } from '#contract/common.ts'
import type { Recipients } from '#contract/sending.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { concernOf } from './recipients.ts'

function names(people: readonly PersonAddress[]): string {
  return people.map((each) => (each.name ? `${each.name} (${each.address})` : each.address)).join(', ')
}

/**
 * Asks once about a set of people that has changed. In the way, but no window: the focus is on the answer, Enter
 * sends, Esc goes back to the letter.
 */
export function AskBar({
  people,
  isSurprise,
  onSend,
  onBack,
}: {
  people: Recipients
  /** The set changed while the reply was being sent, and nothing went. */
  isSurprise: boolean
  onSend: () => void
  onBack: () => void
}) {
  const { t } = useTranslation()
  const send = useRef<HTMLButtonElement>(null)
  useEffect(() => send.current?.focus(), [])
  const concern = concernOf(people)
  const outside = concern?.added.filter((each) => each.standing === 'outside') ?? []
  const inside = concern?.added.filter((each) => each.standing !== 'outside') ?? []
  const lines = [
    isSurprise && t('recipients.askSurprise'),
    outside.length > 0 && t('recipients.askOutside', { list: names(outside), count: outside.length }),
    inside.length > 0 && t('recipients.askNew', { list: names(inside), count: inside.length }),
    concern &&
      concern.removed.length > 0 &&
      t('recipients.askRemoved', { list: names(concern.removed), count: concern.removed.length }),
    concern &&
      concern.blocked.length > 0 &&
      t('recipients.askBlocked', { list: names(concern.blocked), count: concern.blocked.length }),
    ...(concern?.mistyped ?? []).map((each) =>
      t('recipients.askMistyped', { address: each.address, better: each.suggestion }),
    ),
  ].filter((line) => typeof line === 'string')
  return (
    <div
      role="alertdialog"
      aria-label={t('recipients.askTitle')}
      aria-describedby="composer-ask"
      className="flex flex-none flex-wrap items-center gap-2 border-t border-warn bg-warn-soft px-3 py-2 text-warn"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        onBack()
      }}
    >
      <Icon name="users" />
      <div id="composer-ask" className="min-w-0 flex-1 basis-60 text-ink">
        {lines.map((line) => (
          <div key={line} className="break-words">
            {line}
          </div>
        ))}
      </div>
      <span className="ml-auto flex gap-2">
        <Button onClick={onBack}>{t('recipients.askBack')}</Button>
        <Button ref={send} look="primary" onClick={onSend}>
          {t('recipients.askSend')}
        </Button>
      </span>
    </div>
  )
}
