import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PortalTemplate } from '#contract/portal-templates.ts'
import { queryClient } from '../../../query-client.ts'
import { Loaded } from '../../frame/loaded.tsx'
import { SettingsPage } from '../../frame/settings-page.tsx'
import { templateQuery } from '../queries.ts'
import { TemplateEditor } from './template-editor.tsx'
import { useTemplateName } from './use-template-name.ts'

/** One template: its source, what it was as it came, and the pages it is seen on. */
export function PortalTemplateScreen() {
  const { t } = useTranslation()
  const nameOf = useTemplateName()
  const { name } = useParams({ from: '/desk/settings/theme/$name' })
  const template = useQuery(templateQuery(name))
  const { data } = template
  const sub = data?.isBroken
    ? t('settings.portal.brokenText')
    : data?.isOutdated
      ? t('settings.portal.outdatedText')
      : t('settings.portal.templateSub')
  return (
    <SettingsPage section="portalTemplates" back="/settings/theme" isWide title={nameOf(name)} sub={sub}>
      <Loaded query={template}>{(saved) => <Saved key={name} saved={saved} />}</Loaded>
    </SettingsPage>
  )
}

function Saved({ saved }: { saved: PortalTemplate }) {
  // Read again while one types, it stays what one began with.
  const [start, setStart] = useState(saved)
  const takeNewer = async () =>
    setStart(await queryClient.fetchQuery({ ...templateQuery(saved.name), staleTime: 0 }))
  return <TemplateEditor key={start.version} start={start} onTakeNewer={() => void takeNewer()} />
}
