import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveTeam, type Team } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDesk } from '../../desk.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { teamsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { TeamDialog } from './team-dialog.tsx'

type Doing = { what: 'edit'; team: Team | null } | { what: 'archive'; team: Team } | null

/** Teams: who is in them, and whether their members see the others' tickets. */
export function TeamsScreen() {
  const { t } = useTranslation()
  const teams = useQuery(teamsQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const archive = useChange({
    send: (team: Team) => call(archiveTeam, { params: { id: team.id } }),
    said: (_, team) => t('settings.teams.archived', { name: team.name }),
    words: { in_use: t('settings.teams.inUse') },
    onDone: () => setDoing(null),
  })
  const add = (
    <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'edit', team: null })}>
      {t('settings.teams.add')}
    </Button>
  )
  const isEmpty = teams.data?.items.length === 0
  return (
    <SettingsPage section="teams" isNarrow sub={t('settings.teams.sub')} actions={!isEmpty && add}>
      <Loaded query={teams}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="users" title={t('settings.teams.emptyTitle')} action={add}>
              {t('settings.teams.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((team) => (
                <TeamRow key={team.id} team={team} onDo={setDoing} />
              ))}
            </Card>
          )
        }
      </Loaded>
      {doing?.what === 'edit' && <TeamDialog team={doing.team} onClose={() => setDoing(null)} />}
      {doing?.what === 'archive' && (
        <Confirm
          isOpen
          onClose={() => setDoing(null)}
          onConfirm={() => archive.mutate(doing.team)}
          isBusy={archive.isPending}
          title={t('settings.teams.archiveTitle', { name: doing.team.name })}
          action={t('settings.archive')}
        >
          {t('settings.teams.archiveText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

/** So many faces tell a team; the rest are a number. */
const mostFaces = 5

function TeamRow({ team, onDo }: { team: Team; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation()
  const { agentName } = useDesk()
  const names = team.memberIds.map((id) => agentName(id) ?? '…')
  return (
    <Row className="min-h-14">
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{team.name}</span>
          {team.isIsolated && <Tag>{t('settings.teams.isolatedTag')}</Tag>}
        </span>
        <span className="block text-sm text-ink-3">
          {t('settings.teams.members', { count: names.length })}
        </span>
      </span>
      <span className="flex -space-x-1.5 max-md:hidden" title={names.join(', ')}>
        {names.slice(0, mostFaces).map((name, at) => (
          <Avatar key={team.memberIds[at]} name={name} className="ring-2 ring-panel" />
        ))}
        {names.length > mostFaces && (
          <span className="grid size-6 place-items-center rounded-full bg-hover text-[10px] font-semibold text-ink-2 ring-2 ring-panel">
            +{names.length - mostFaces}
          </span>
        )}
      </span>
      <Menu
        align="end"
        trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: team.name })} />}
      >
        <MenuItem icon="pencil" onSelect={() => onDo({ what: 'edit', team })}>
          {t('action.edit')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" tone="bad" onSelect={() => onDo({ what: 'archive', team })}>
          {t('settings.archive')}
        </MenuItem>
      </Menu>
    </Row>
  )
}
