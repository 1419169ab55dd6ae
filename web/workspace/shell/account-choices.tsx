import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { signOut, updateSelf } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { setLanguage, type UiLanguage } from '../../ui/i18n.ts'
import { Menu, MenuChoices, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { setTheme, type Theme } from '../../ui/theme.ts'
import { ownAttendanceQuery } from '../attendance/queries.ts'
import { StatusChoices } from '../attendance/status-choices.tsx'
import { sessionQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { useSession } from '../session.ts'
import { openOverlay } from './overlays.ts'

/** What the agent's own corner offers. Choices apply at once and follow the account. */
export function AccountChoices({
  trigger,
  isOpen,
  onOpenChange,
}: {
  trigger: ReactElement
  isOpen: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  const router = useRouter()
  const { agent } = useSession()
  const { data: own } = useQuery(ownAttendanceQuery)
  const keep = useMutation({
    mutationFn: (body: { language?: UiLanguage; theme?: Theme }) => call(updateSelf, { body }),
    onSuccess: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
  })
  const leave = useMutation({
    mutationFn: () => call(signOut, {}),
    onSettled: async () => {
      queryClient.clear()
      await router.navigate({ to: '/sign-in' })
    },
  })
  return (
    <Menu side="top" isOpen={isOpen} onOpenChange={onOpenChange} className="w-60" trigger={trigger}>
      {own && <StatusChoices own={own} />}
      <MenuGroup label={t('nav.language')}>
        <MenuChoices<UiLanguage>
          value={agent.language}
          label={t('nav.language')}
          choices={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
          onChoose={(language) => {
            void setLanguage(language)
            keep.mutate({ language })
          }}
        />
      </MenuGroup>
      <MenuGroup label={t('nav.theme')}>
        <MenuChoices<Theme>
          value={agent.theme}
          label={t('nav.theme')}
          choices={[
            { value: 'system', label: t('nav.themeSystem') },
            { value: 'light', label: t('nav.themeLight') },
            { value: 'dark', label: t('nav.themeDark') },
          ]}
          onChoose={(theme) => {
            setTheme(theme)
            keep.mutate({ theme })
          }}
        />
      </MenuGroup>
      <MenuSeparator />
      <MenuItem icon="keyboard" keys="?" onSelect={() => openOverlay('help')}>
        {t('nav.shortcuts')}
      </MenuItem>
      <MenuItem icon="exit" onSelect={() => leave.mutate()}>
        {t('nav.signOut')}
      </MenuItem>
    </Menu>
  )
}
