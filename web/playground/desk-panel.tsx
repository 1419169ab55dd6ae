import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlaygroundAgent, PlaygroundState, Trail } from '#contract/playground.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import { EmptyState } from '../ui/states.tsx'
import { useSayFailure } from '../workspace/ticket/use-say-failure.ts'
import { TrailView } from './trail-view.tsx'
import { nextOf } from './trail-words.ts'
import { useOpenDesk } from './use-open-desk.ts'

/** The other side: what the desk does with the letters, and the door to it. */
export function DeskPanel({
  playground,
  trails,
  onReadLetter,
}: {
  playground: PlaygroundState
  trails: readonly Trail[] | undefined
  onReadLetter: (id: number) => void
}) {
  const { t } = useTranslation()
  const say = useSayFailure()
  const [email, setEmail] = useState(
    () => playground.agents.find((one) => one.email.startsWith('anna@'))?.email ?? '',
  )
  const agent = playground.agents.find((one) => one.email === email) ?? playground.agents[0]
  const openDesk = useOpenDesk(agent)
  const open = (path: string) =>
    openDesk.mutate(path, { onError: (error) => say(error, t('playground.openFailed')) })
  return (
    <section aria-label={t('playground.deskTitle')} className="flex min-h-0 flex-1 flex-col">
      <h2 className="flex h-12 flex-none items-center border-b border-line px-4 text-lg font-semibold max-xl:sr-only">
        {t('playground.deskTitle')}
      </h2>
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto p-4 max-xl:items-center max-md:p-3 max-xl:[&>*]:w-full max-xl:[&>*]:max-w-[640px]">
        {agent && (
          <AgentCard
            agent={agent}
            agents={playground.agents}
            isBusy={openDesk.isPending}
            isTheirTurn={trails?.[0] !== undefined && nextOf(trails[0]) === 'agent'}
            onChoose={setEmail}
            onOpen={() => open('/tickets?view=all')}
          />
        )}
        <div aria-live="polite" className="flex flex-col gap-3">
          {trails?.map((trail, index) => (
            <TrailView
              key={trail.key}
              trail={trail}
              isLatest={index === 0}
              onOpenTicket={(id) => open(`/tickets/${id}?view=all`)}
              onReadLetter={onReadLetter}
            />
          ))}
        </div>
        {trails?.length === 0 && (
          <EmptyState icon="bolt" title={t('playground.noTrailTitle')}>
            {t('playground.noTrailText')}
          </EmptyState>
        )}
      </div>
    </section>
  )
}

function AgentCard({
  agent,
  agents,
  isBusy,
  isTheirTurn,
  onChoose,
  onOpen,
}: {
  agent: PlaygroundAgent
  agents: readonly PlaygroundAgent[]
  isBusy: boolean
  isTheirTurn: boolean
  onChoose: (email: string) => void
  onOpen: () => void
}) {
  const { t, i18n } = useTranslation()
  const role = (one: PlaygroundAgent) => (i18n.language === 'en' ? one.role.en : one.role.ru)
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-panel p-4">
      <Select
        label={t('playground.agent')}
        value={agent.email}
        options={agents.map((one) => ({
          value: one.email,
          label: `${one.name} · ${role(one)}`,
          mark: <Avatar name={one.name} className="!size-5 !text-[9px]" />,
        }))}
        onChange={onChoose}
      />
      <Button look={isTheirTurn ? 'primary' : 'plain'} icon="panel" isBusy={isBusy} onClick={onOpen}>
        {t('playground.openDesk')}
      </Button>
      <p className="text-sm text-ink-3">
        {t('playground.agentHint')} <span className="whitespace-nowrap text-ink-2">{agent.email}</span>
        {' / '}
        <span className="whitespace-nowrap text-ink-2">{agent.password}</span>
      </p>
    </div>
  )
}
