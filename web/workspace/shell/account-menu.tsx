import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../../ui/avatar.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { LateMenu } from '../../ui/late-menu.tsx'
import { lazyPart } from '../../ui/lazy-part.ts'
import { ownAttendanceQuery } from '../attendance/queries.ts'
import { StatusDot } from '../attendance/status-dot.tsx'
import { useStatusName } from '../attendance/use-status-name.ts'
import { useSession } from '../session.ts'
import { usePreloads } from '../use-preloads.ts'

const AccountChoices = lazyPart(() => import('./account-choices.tsx').then((module) => module.AccountChoices))
const parts = [AccountChoices]

/** The agent's own corner: status, language, theme, shortcuts, sign out. */
export function AccountMenu() {
  const { t } = useTranslation()
  const { agent } = useSession()
  const { data: own } = useQuery(ownAttendanceQuery)
  const statusName = useStatusName()
  const [isOpen, setOpen] = useState(false)
  useShortcut('status', () => setOpen(true))
  usePreloads(parts)
  const trigger = (
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
  )
  return (
    <LateMenu trigger={trigger} isOpen={isOpen} onOpenChange={setOpen}>
      <AccountChoices trigger={trigger} isOpen={isOpen} onOpenChange={setOpen} />
    </LateMenu>
  )
}
