import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Agent, renewInvitation, updateAgent } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useSession } from '../../session.ts'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { agentsQuery, rolesQuery, teamsQuery } from '../queries.ts'
import { useChange } from '../use-change.ts'
import { AgentDialog } from './agent-dialog.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { InviteDialog } from './invite-dialog.tsx'

export type Doing =
  | { what: 'invite' }
  | { what: 'edit'; agent: Agent }
  | { what: 'deactivate'; agent: Agent }
  | { what: 'link'; agent: Agent; url: string }
  | null

/** Who works here: those at work first, then those invited, then those who left. */
function rank(agent: Agent): number {
  if (!agent.isActive) return 2
  return agent.hasPassword ? 0 : 1
}

export function AgentsScreen() {
  const { t, i18n } = useTranslation()
  const agents = useQuery(agentsQuery)
  const [doing, setDoing] = useState<Doing>(null)
  const close = () => setDoing(null)
  const setActive = useChange({
    send: ({ agent, isActive }: { agent: Agent; isActive: boolean }) =>
      call(updateAgent, { params: { id: agent.id }, body: { isActive } }),
    said: (_, { agent, isActive }) =>
      t(isActive ? 'settings.agents.activated' : 'settings.agents.deactivated', { name: agent.name }),
    onDone: close,
  })
  const count = agents.data?.items.filter((each) => each.isActive).length ?? 0
  return (
    <SettingsPage
      section="agents"
      sub={agents.data ? t('settings.agents.count', { count }) : t('settings.agents.sub')}
      actions={
        <Button look="primary" icon="plus" onClick={() => setDoing({ what: 'invite' })}>
          {t('settings.agents.invite')}
        </Button>
      }
    >
      <Loaded query={agents}>
        {({ items }) => (
          <Card>
            {items
              .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, i18n.language))
              .map((agent) => (
                <AgentRow
                  key={agent.id}
                  agent={agent}
                  onDo={setDoing}
                  onActivate={() => setActive.mutate({ agent, isActive: true })}
                />
              ))}
          </Card>
        )}
      </Loaded>
      {doing?.what === 'invite' && (
        <InviteDialog onClose={close} onInvited={(agent, url) => setDoing({ what: 'link', agent, url })} />
      )}
      {doing?.what === 'edit' && <AgentDialog agent={doing.agent} onClose={close} />}
      {doing?.what === 'link' && <InvitationLink agent={doing.agent} url={doing.url} onClose={close} />}
      {doing?.what === 'deactivate' && (
        <Confirm
          isOpen
          onClose={close}
          onConfirm={() => setActive.mutate({ agent: doing.agent, isActive: false })}
          isBusy={setActive.isPending}
          title={t('settings.agents.deactivateTitle', { name: doing.agent.name })}
          action={t('settings.agents.deactivate')}
        >
          {t('settings.agents.deactivateText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

function AgentRow({
  agent,
  onDo,
  onActivate,
}: {
  agent: Agent
  onDo: (doing: Doing) => void
  onActivate: () => void
}) {
  const { t } = useTranslation()
  const me = useSession().agent
  const language = useLanguage()
  const { data: roles } = useQuery(rolesQuery)
  const { data: teams } = useQuery(teamsQuery)
  const role = roles?.items.find((each) => each.id === agent.roleId)?.names[language]
  const teamNames =
    teams?.items.filter((each) => agent.teamIds.includes(each.id)).map((each) => each.name) ?? []
  const renew = useChange({
    send: () => call(renewInvitation, { params: { id: agent.id } }),
    onDone: ({ invitationUrl }) => onDo({ what: 'link', agent, url: invitationUrl }),
  })
  return (
    <Row className={agent.isActive ? '' : 'text-ink-3'}>
      <span className={agent.isActive ? '' : 'grayscale'}>
        <Avatar name={agent.name} size="md" />
      </span>
      <span className="min-w-0 flex-1 md:max-w-[300px]">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium">{agent.name}</span>
          {agent.id === me.id && (
            <span className="flex-none text-sm text-ink-3">{t('settings.agents.you')}</span>
          )}
        </span>
        <span className="block truncate text-sm text-ink-3">{agent.email}</span>
        <span className="block truncate text-sm text-ink-3 md:hidden">
          {[role, ...teamNames].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className="w-32 truncate text-ink-2 max-md:hidden">{role}</span>
      <span className="min-w-0 flex-1 truncate text-ink-2 max-md:hidden">
        {teamNames.join(', ') || <span className="text-ink-3">{t('settings.agents.noTeams')}</span>}
      </span>
      {!agent.isActive ? (
        <Tag>{t('settings.agents.stateInactive')}</Tag>
      ) : (
        !agent.hasPassword && <Tag tone="warn">{t('settings.agents.stateInvited')}</Tag>
      )}
      <Menu
        align="end"
        trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: agent.name })} />}
      >
        <MenuItem icon="pencil" onSelect={() => onDo({ what: 'edit', agent })}>
          {t('action.edit')}
        </MenuItem>
        {agent.isActive && !agent.hasPassword && (
          <MenuItem icon="mail" onSelect={() => renew.mutate(undefined)}>
            {t('settings.agents.renew')}
          </MenuItem>
        )}
        <MenuSeparator />
        {agent.isActive ? (
          <MenuItem
            icon="minus"
            tone="bad"
            isDisabled={agent.id === me.id}
            onSelect={() => onDo({ what: 'deactivate', agent })}
          >
            {t('settings.agents.deactivate')}
          </MenuItem>
        ) : (
          <MenuItem icon="check" onSelect={onActivate}>
            {t('settings.agents.activate')}
          </MenuItem>
        )}
      </Menu>
    </Row>
  )
}
