import { useMutation, useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { signOut, updateSelf } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { setLanguage, type UiLanguage } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { setTheme, type Theme } from '../../ui/theme.ts'
import { ownAttendanceQuery } from '../attendance/queries.ts'
import { StatusChoices } from '../attendance/status-choices.tsx'
import { StatusDot } from '../attendance/status-dot.tsx'
import { useStatusName } from '../attendance/use-status-name.ts'
import { sessionQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { useSession } from '../session.ts'
import { openOverlay } from './overlays.ts'

/** The agent's own corner: status, language, theme, shortcuts, sign out. Choices apply at once and follow the account. */
export function AccountMenu() {
  const { t } = useTranslation()
  const router = useRouter()
  const { agent } = useSession()
  const { data: own } = useQuery(ownAttendanceQuery)
  const statusName = useStatusName()
  const [isOpen, setOpen] = useState(false)
  useShortcut('status', () => setOpen(true))
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
    <Menu
      side="top"
      isOpen={isOpen}
      onOpenChange={setOpen}
      className="w-60"
      trigger={
        <button
          type="button"
          className="flex h-11 flex-none items-center gap-2 rounded-sm px-1.5 text-left hover:bg-hover data-popup-open:bg-hover"
        >
          <span className="relative flex-none">
            <Avatar name={agent.name} size="md" />
            {own && (
              <span className="absolute -right-0.5 -bottom-0.5 rounded-full bg-app p-px">
                <StatusDot meaning={own.meaning} className="block" />
              </span>
            )}
          </span>
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate leading-4">
              <span className="sr-only">{t('nav.profileOf')} </span>
              {agent.name}
            </span>
            {own && (
              <span className="truncate text-xs leading-4 text-ink-3">
                {' '}
                {statusName(own.statusId)}
                {' · '}
                <span className="numeric">
                  {t('attendance.loadOf', { load: own.load, capacity: own.capacity })}
                </span>
              </span>
            )}
          </span>
          <Icon name="more" className="text-ink-3" />
        </button>
      }
    >
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
