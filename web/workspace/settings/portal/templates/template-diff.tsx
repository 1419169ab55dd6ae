import { diffLines } from 'diff'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../../ui/class-names.ts'

/** What was changed since the template came, line by line. */
export function TemplateDiff({ before, after }: { before: string; after: string }) {
  const { t } = useTranslation()
  const parts = diffLines(before, after)
  if (parts.every(({ added, removed }) => !added && !removed))
    return <p className="py-6 text-ink-3">{t('settings.portal.noDifference')}</p>
  return (
    <div
      // Scrolled by the keyboard, too.
      tabIndex={0}
      role="region"
      aria-label={t('settings.portal.views.difference')}
      className="max-h-[68vh] overflow-auto rounded-md border border-line bg-raised py-2 font-mono text-sm leading-5"
    >
      {parts.map(({ added, removed, value }, at) => {
        const Line = added ? 'ins' : removed ? 'del' : 'div'
        return (
          <Line
            key={at}
            className={classNames(
              'block px-3 whitespace-pre no-underline',
              added && 'bg-ok-soft text-ok',
              removed && 'bg-bad-soft text-bad',
              !added && !removed && 'text-ink-3',
            )}
          >
            {added || removed ? mark(value, added ? '+ ' : '− ') : around(value)}
          </Line>
        )
      })}
    </div>
  )
}

function mark(value: string, sign: string): string {
  return value
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `${sign}${line}`)
    .join('\n')
}

/** Of what stayed the same, three lines at either end. */
function around(value: string): string {
  const lines = value.replace(/\n$/, '').split('\n')
  const shown = lines.length > 8 ? [...lines.slice(0, 3), '⋯', ...lines.slice(-3)] : lines
  return shown.map((line) => `  ${line}`).join('\n')
}
