import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalSettings } from '#contract/portal-settings.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { queryClient } from '../../query-client.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { PortalForm } from './portal-form.tsx'
import { portalQuery } from './queries.ts'

/** The pages customers meet: how they look, what they are called and where they are. */
export function PortalScreen() {
  const { t } = useTranslation()
  const settings = useQuery(portalQuery)
  return (
    <SettingsPage
      section="portal"
      isWide
      sub={t('settings.portal.sub')}
      actions={
        settings.data?.isOn && (
          <a href={settings.data.url} target="_blank" rel="noreferrer" className={buttonClass()}>
            <Icon name="globe" />
            {t('settings.portal.open')}
          </a>
        )
      }
    >
      <Loaded query={settings}>{(saved) => <SavedPortal saved={saved} />}</Loaded>
    </SettingsPage>
  )
}

function SavedPortal({ saved }: { saved: PortalSettings }) {
  // What the fields began with: another start is another form.
  const [start, setStart] = useState(saved)
  const takeNewer = async () => setStart(await queryClient.fetchQuery({ ...portalQuery, staleTime: 0 }))
  return <PortalForm key={start.version} start={start} onTakeNewer={() => void takeNewer()} />
}
