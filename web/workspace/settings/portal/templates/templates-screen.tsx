import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { PortalTemplateItem } from '#contract/portal-templates.ts'
import { Icon } from '../../../../ui/icon.tsx'
import { useDates } from '../../../../ui/use-dates.ts'
import { Card } from '../../frame/card.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import { SettingsPage } from '../../frame/settings-page.tsx'
import { templatesQuery } from '../queries.ts'
import { useTemplateName } from './use-template-name.ts'

/** The portal's templates: those around and within pages first, then the pages. */
export function PortalTemplatesScreen() {
  const { t } = useTranslation()
  const templates = useQuery(templatesQuery)
  return (
    <SettingsPage section="portalTemplates" isNarrow sub={t('settings.portal.templatesSub')}>
      <Loaded query={templates} rows={6}>
        {({ items }) => (
          <Card>
            <ul>
              {items.map((item) => (
                <TemplateRow key={item.name} item={item} />
              ))}
            </ul>
          </Card>
        )}
      </Loaded>
    </SettingsPage>
  )
}

function TemplateRow({ item }: { item: PortalTemplateItem }) {
  const { t } = useTranslation()
  const dates = useDates()
  const nameOf = useTemplateName()
  const { name, isChanged, isBroken, isOutdated, updatedAt, updatedBy } = item
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        to="/settings/theme/$name"
        params={{ name }}
        className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2 hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          {nameOf(name)} <span className="font-mono text-sm text-ink-3">{name}</span>
        </span>
        {(isBroken || isOutdated) && (
          <span className={`flex items-center gap-1 text-sm ${isBroken ? 'text-bad' : 'text-warn'}`}>
            <Icon name="alert" size={14} />
            {t(isBroken ? 'settings.portal.isBroken' : 'settings.portal.isOutdated')}
          </span>
        )}
        {isChanged && updatedAt && (
          <span className="text-sm text-ink-3">
            {updatedBy
              ? t('settings.portal.changedBy', { who: updatedBy, when: dates.sentence(updatedAt) })
              : t('settings.portal.changed')}
          </span>
        )}
      </Link>
    </li>
  )
}
