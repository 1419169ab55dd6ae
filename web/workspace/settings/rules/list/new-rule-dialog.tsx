import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Ref, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Icon, type IconName } from '../../../../ui/icon.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import { ruleTemplatesQuery } from '../queries.ts'

/** Begin from nothing, or from a rule that others began from. */
export function NewRuleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const first = useRef<HTMLAnchorElement>(null)
  const templates = useQuery(ruleTemplatesQuery)
  return (
    <Dialog isOpen onClose={onClose} title={t('rules.beginFrom')} width={560} initialFocus={first}>
      <ul className="flex flex-col gap-1 p-2">
        <Beginning
          ref={first}
          icon="plus"
          name={t('rules.fromNothing')}
          summary={t('rules.fromNothingText')}
        />
        <Loaded query={templates} rows={3}>
          {({ items }) => (
            <>
              {items.map((template) => (
                <Beginning
                  key={template.key}
                  template={template.key}
                  icon="bolt"
                  name={template.name}
                  summary={template.summary}
                  missing={
                    template.missing.length > 0
                      ? t('rules.templateMissing', {
                          what: template.missing.map((each) => each.name).join(', '),
                        })
                      : null
                  }
                />
              ))}
            </>
          )}
        </Loaded>
      </ul>
    </Dialog>
  )
}

function Beginning({
  template,
  icon,
  name,
  summary,
  missing,
  ref,
}: {
  template?: string
  icon: IconName
  name: string
  summary: string
  missing?: string | null
  ref?: Ref<HTMLAnchorElement>
}) {
  return (
    <li>
      <Link
        ref={ref}
        to="/settings/rules/new"
        search={{ template }}
        className="flex items-start gap-3 rounded-md px-3 py-2 hover:bg-hover"
      >
        <Icon name={icon} className="mt-0.5 text-ink-3" />
        <span className="min-w-0">
          <span className="block font-medium">{name}</span>
          <span className="block text-ink-2">{summary}</span>
          {missing && <span className="block text-sm text-warn">{missing}</span>}
        </span>
      </Link>
    </li>
  )
}
