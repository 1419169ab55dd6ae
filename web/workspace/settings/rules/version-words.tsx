import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { classNames } from '../../../ui/class-names.ts'
import type { Part, VersionDifference } from './compare-versions.ts'
import { isGroup } from './fields.ts'
import type { RuleWords } from './use-rule-words.ts'

/** A version in words, step by step; what it has more or less than the other one is marked. */
export function VersionWords({
  name,
  difference,
  words,
}: {
  name: string
  difference: VersionDifference
  words: RuleWords
}) {
  const { t } = useTranslation()
  const { triggers, joined, conditions, actions } = difference
  return (
    <div className="mt-1 flex flex-col gap-1.5 break-words">
      {difference.name !== null && <Line is="taken">{difference.name}</Line>}
      <Line is={difference.name === null ? 'kept' : 'added'} className="text-ink">
        {name}
      </Line>
      <Parts step={t('rules.when')} parts={triggers} say={words.trigger} />
      {(conditions.length > 0 || joined) && (
        <Parts
          step={t('rules.if')}
          parts={conditions}
          say={(one) => (isGroup(one) ? `${words.groupSays(one)}: ${words.group(one)}` : words.test(one))}
        >
          {joined && (
            <>
              <Line is="taken">{words.groupSays(joined[0])}</Line>
              <Line is="added">{words.groupSays(joined[1])}</Line>
            </>
          )}
        </Parts>
      )}
      <Parts step={t('rules.then')} parts={actions} say={words.action} sayChanged={wholeText} />
    </div>
  )
}

function Parts<T>({
  step,
  parts,
  say,
  sayChanged,
  children,
}: {
  step: string
  parts: readonly Part<T>[]
  say: (of: T) => string
  /** What is said besides of a part that differs. */
  sayChanged?: (of: T) => string | null
  children?: ReactNode
}) {
  return (
    <div role="group" aria-label={step} className="grid grid-cols-[52px_minmax(0,1fr)] gap-x-2 text-sm">
      <span aria-hidden="true" className="text-ink-3">
        {step}
      </span>
      <div className="flex min-w-0 flex-col gap-0.5">
        {children}
        {parts.map(({ is, of }, at) => (
          <Line key={at} is={is}>
            {say(of)}
            {is !== 'kept' && sayChanged?.(of) && (
              <span className="block whitespace-pre-wrap">{sayChanged(of)}</span>
            )}
          </Line>
        ))}
      </div>
    </div>
  )
}

function Line({
  is,
  className,
  children,
}: {
  is: Part<unknown>['is']
  className?: string
  children: ReactNode
}) {
  const { t } = useTranslation()
  if (is === 'kept') return <p className={classNames('text-ink-2', className)}>{children}</p>
  const Tag = is === 'added' ? 'ins' : 'del'
  return (
    <p className={is === 'added' ? 'text-ok' : 'text-ink-3'}>
      <span className="sr-only">{t(`rules.part.${is}`)} </span>
      <Tag className={is === 'added' ? 'no-underline' : undefined}>{children}</Tag>
    </p>
  )
}

/** The whole of what a letter, a note or a notice says: its line shows the beginning at most. */
function wholeText(action: RuleAction): string | null {
  switch (action.type) {
    case 'reply':
    case 'add_note':
    case 'notify':
      return action.text
    case 'mail':
      return `${action.subject}\n${action.text}`
    default:
      return null
  }
}
