import { useTranslation } from 'react-i18next'
import type { Recipient } from '#contract/sending.ts'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'

/** The weightiest thing to know of somebody, if anything. */
function remarkOf(
  person: Recipient,
): 'ours' | 'blocked' | 'mistyped' | 'newOutside' | 'new' | 'outside' | null {
  if (person.standing === 'ours') return 'ours'
  if (person.blocked !== null) return 'blocked'
  if (person.suggestion !== null) return 'mistyped'
  if (person.isNew) return person.standing === 'outside' ? 'newOutside' : 'new'
  return person.standing === 'outside' ? 'outside' : null
}

const tones = {
  ours: 'border-bad bg-bad-soft text-bad',
  blocked: 'border-bad bg-bad-soft text-bad',
  mistyped: 'border-bad bg-bad-soft text-bad',
  newOutside: 'border-warn bg-warn-soft text-warn',
  new: 'border-accent bg-accent-soft text-accent',
  outside: 'border-line bg-raised text-ink-2',
}

/** One person who gets the reply: the name, and in words whatever should make one look twice. */
export function RecipientChip({
  person,
  onRemove,
  onReplace,
}: {
  person: Recipient
  /** Both only while the recipients are being changed. */
  onRemove?: () => void
  onReplace?: (address: string) => void
}) {
  const { t } = useTranslation()
  const remark = remarkOf(person)
  const { suggestion } = person
  return (
    <span
      title={[person.name ? `${person.name} <${person.address}>` : person.address, person.blocked]
        .filter(Boolean)
        .join('\n')}
      className={classNames(
        'inline-flex min-h-[22px] max-w-full min-w-0 items-center gap-1 rounded-full border px-2 text-sm leading-tight',
        remark ? tones[remark] : 'border-line bg-raised text-ink',
        onRemove && '!pr-0.5',
        // What is offered instead is read whole, or it is no help.
        suggestion !== null && onReplace && 'flex-wrap !rounded-md py-0.5',
      )}
    >
      <span className="min-w-0 truncate">{person.name || person.address}</span>
      {remark && (
        <span className="flex-none text-xs font-medium">
          <span aria-hidden="true">· </span>
          {t(`recipients.${remark}`)}
        </span>
      )}
      {suggestion !== null && onReplace && (
        <button
          type="button"
          className="rounded-xs text-left text-xs font-medium break-all underline"
          onClick={() => onReplace(suggestion)}
        >
          {t('recipients.suggest', { address: suggestion })}
        </button>
      )}
      {onRemove && (
        <button
          type="button"
          aria-label={t('recipients.remove', { name: person.name || person.address })}
          className="grid size-5 flex-none place-items-center rounded-full hover:bg-hover"
          onClick={onRemove}
        >
          <Icon name="close" size={10} />
        </button>
      )}
    </span>
  )
}
