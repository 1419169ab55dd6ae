import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signOut, updateSelf } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { setLanguage, type UiLanguage } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { Menu, MenuChoices, MenuGroup, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { setTheme, type Theme } from '../../ui/theme.ts'
import { sessionQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'
import { useSession } from '../session.ts'
import { openOverlay } from './overlays.ts'

/** The agent's own corner: language, theme, shortcuts, sign out. Choices apply at once and follow the account. */
export function AccountMenu() {
  const { t } = useTranslation()
  const router = useRouter()
  const { agent } = useSession()
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
      className="w-52"
      trigger={
        <button
          type="button"
          aria-label={t('nav.profile', { name: agent.name })}
          className="flex h-9 flex-none items-center gap-2 rounded-sm px-1.5 text-left hover:bg-hover data-popup-open:bg-hover"
        >
          <Avatar name={agent.name} />
          <span className="min-w-0 flex-1 truncate">{agent.name}</span>
          <Icon name="more" className="text-ink-3" />
        </button>
      }
    >
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
