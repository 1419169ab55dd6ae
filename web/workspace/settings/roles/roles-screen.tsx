import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteRole, type Role } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { allPermissions } from '../permissions.ts'
import { agentsQuery, rolesQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { RoleDialog } from './role-dialog.tsx'

type Doing = { what: 'edit'; role: Role | null } | { what: 'delete'; role: Role } | null

/** Roles: names for sets of permissions. */
export function RolesScreen() {
  const { t } = useTranslation()
  const language = useLanguage()
  const roles = useQuery(rolesQuery)
  const { data: agents } = useQuery(agentsQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const remove = useChange({
    send: (role: Role) => call(deleteRole, { params: { id: role.id } }),
    said: (_, role) => t('settings.roles.deleted', { name: role.names[language] }),
    words: { in_use: t('settings.roles.inUse') },
    onDone: () => setDoing(null),
  })
  return (
    <SettingsPage
      section="roles"
      isNarrow
      sub={t('settings.roles.sub')}
      actions={
        <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'edit', role: null })}>
          {t('settings.roles.add')}
        </Button>
      }
    >
      <Loaded query={roles} rows={3}>
        {({ items }) => (
          <Card>
            {items.map((role) => {
              const name = role.names[language]
              const count = agents?.items.filter((agent) => agent.roleId === role.id && agent.isActive).length
              const isAll = role.permissions.length >= allPermissions.length
              return (
                <Row key={role.id} className="min-h-14">
                  <span className="min-w-0 flex-1">
                    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <span className="font-medium">{name}</span>
                      {role.key && <Tag>{t('settings.roles.given')}</Tag>}
                    </span>
                    <span className="block text-sm text-ink-3">
                      {isAll
                        ? t('settings.roles.everything')
                        : t('settings.roles.permissions', { count: role.permissions.length })}
                    </span>
                  </span>
                  {count !== undefined && (
                    <span className="flex-none text-ink-2">{t('settings.roles.people', { count })}</span>
                  )}
                  <Menu
                    align="end"
                    trigger={<IconButton icon="more" label={t('settings.moreAbout', { name })} />}
                  >
                    <MenuItem
                      icon={role.key === 'administrator' ? 'eye' : 'pencil'}
                      onSelect={() => setDoing({ what: 'edit', role })}
                    >
                      {role.key === 'administrator' ? t('settings.roles.view') : t('action.edit')}
                    </MenuItem>
                    <MenuSeparator />
                    <MenuItem
                      icon="trash"
                      tone="bad"
                      isDisabled={role.key !== null}
                      onSelect={() => setDoing({ what: 'delete', role })}
                    >
                      {t('action.delete')}
                    </MenuItem>
                  </Menu>
                </Row>
              )
            })}
          </Card>
        )}
      </Loaded>
      {doing?.what === 'edit' && <RoleDialog role={doing.role} onClose={() => setDoing(null)} />}
      {doing?.what === 'delete' && (
        <Confirm
          isOpen
          onClose={() => setDoing(null)}
          onConfirm={() => remove.mutate(doing.role)}
          isBusy={remove.isPending}
          title={t('settings.roles.deleteTitle', { name: doing.role.names[language] })}
          action={t('action.delete')}
        >
          {t('settings.roles.deleteText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}
