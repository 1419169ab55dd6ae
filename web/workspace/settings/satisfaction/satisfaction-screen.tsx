import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SavedSurveySettings } from '#contract/surveys.ts'
import { Tag } from '../../../ui/tag.tsx'
import { queryClient } from '../../query-client.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { surveySettingsQuery } from './queries.ts'
import { SurveyForm } from './survey-form.tsx'

/** How customers are asked how it was, and beside it what they will see. */
export function SatisfactionScreen() {
  const { t } = useTranslation()
  const settings = useQuery(surveySettingsQuery)
  const isOn = settings.data?.isOn
  return (
    <SettingsPage
      section="satisfaction"
      isWide
      mark={
        isOn !== undefined && (
          <Tag tone={isOn ? 'ok' : 'plain'} className="order-last">
            {t(isOn ? 'settings.satisfaction.on' : 'settings.satisfaction.off')}
          </Tag>
        )
      }
      sub={t('settings.satisfaction.sub')}
    >
      <Loaded query={settings}>{(data) => <Saved settings={data} />}</Loaded>
    </SettingsPage>
  )
}

/** Read again while somebody types, the form stays with what it began with; another start is another form. */
function Saved({ settings }: { settings: SavedSurveySettings }) {
  const [start, setStart] = useState(settings)
  const [version, setVersion] = useState(settings.version)
  const takeNewer = async () => {
    const newer = await queryClient.fetchQuery({ ...surveySettingsQuery, staleTime: 0 })
    setVersion(newer.version)
    setStart(newer)
  }
  return (
    <SurveyForm
      key={start.version}
      start={start}
      version={version}
      onSaved={(saved) => {
        setVersion(saved.version)
        queryClient.setQueryData(surveySettingsQuery.queryKey, saved)
      }}
      onTakeNewer={() => void takeNewer()}
    />
  )
}
