import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../../../ui/tabs.tsx'
import { useCan } from '../../session.ts'
import { SettingsPage } from '../frame/settings-page.tsx'
import { Board } from './board.tsx'
import { PeoplePart } from './people-part.tsx'
import { isRoutingPart, routingParts } from './routing-parts.ts'
import { SkillsPart } from './skills-part.tsx'
import { StatusesPart } from './statuses-part.tsx'
import { TeamsPart } from './teams-part.tsx'
import { WeightsForm } from './weights-form.tsx'

/** Who gets what and why: the board of the moment, and the arrangements behind it. */
export function RoutingScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const { part: wanted } = useSearch({ strict: false })
  const parts = routingParts.filter((part) => part !== 'now' || can('team.manage'))
  const part = isRoutingPart(wanted) && parts.includes(wanted) ? wanted : (parts[0] ?? 'teams')
  return (
    <SettingsPage section="routing" sub={t('settings.routing.sub')}>
      <Tabs
        label={t('settings.routing.parts')}
        value={part}
        panelId="routing-part"
        className="-mx-1 mb-5 flex-wrap"
        items={parts.map((value) => ({ value, label: t(`settings.routing.part.${value}`) }))}
        onChange={(next) =>
          void navigate({
            to: '/settings/routing',
            search: next === parts[0] ? {} : { part: next },
            replace: true,
          })
        }
      />
      <div id="routing-part" role="tabpanel" aria-label={t(`settings.routing.part.${part}`)}>
        {part === 'now' && <Board />}
        {part === 'teams' && <TeamsPart />}
        {part === 'people' && <PeoplePart />}
        {part === 'skills' && <SkillsPart />}
        {part === 'rules' && (
          <>
            <WeightsForm />
            <StatusesPart />
          </>
        )}
      </div>
    </SettingsPage>
  )
}
