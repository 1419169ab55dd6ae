import { classNames } from '../../../ui/class-names.ts'
import { useTranslation } from 'react-i18next'

const levels = [0, 1, 2, 3, 4, 5] as const

/** How well somebody does it: none, or one of five; arrows move between them. */
export function LevelPicker({
  label,
  level,
  least = 0,
  onChange,
}: {
  label: string
  level: number
  least?: 0 | 1
  onChange: (level: number) => void
}) {
  const { t } = useTranslation()
  const offered = levels.filter((each) => each >= least)
  return (
    <div role="radiogroup" aria-label={label} className="flex gap-0.5">
      {offered.map((each) => (
        <button
          key={each}
          type="button"
          role="radio"
          aria-checked={each === level}
          aria-label={each === 0 ? t('settings.routing.people.none') : String(each)}
          tabIndex={each === level ? 0 : -1}
          onClick={() => onChange(each)}
          onKeyDown={(event) => {
            const by =
              event.key === 'ArrowRight' || event.key === 'ArrowUp'
                ? 1
                : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
                  ? -1
                  : 0
            const next = Math.min(5, Math.max(least, level + by))
            if (by === 0) return
            event.preventDefault()
            onChange(next)
            const row = event.currentTarget.parentElement
            row?.querySelectorAll('button')[next - least]?.focus()
          }}
          className={classNames(
            'numeric size-6 rounded-xs text-sm max-md:size-8',
            each === 0
              ? each === level
                ? 'bg-hover text-ink-2'
                : 'text-ink-3 hover:bg-hover'
              : each <= level
                ? 'bg-accent-soft font-medium text-accent'
                : 'bg-hover text-ink-3 hover:text-ink',
          )}
        >
          {each === 0 ? '—' : each}
        </button>
      ))}
    </div>
  )
}
