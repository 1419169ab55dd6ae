import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { openOverlay } from '../shell/overlays.ts'
import { unreadQuery } from './queries.ts'

const most = 99

/** How many notices are unread; opens them. */
export function Bell({ className, onOpen }: { className?: string; onOpen?: () => void }) {
  const { t } = useTranslation()
  const { data } = useQuery(unreadQuery)
  const unread = data?.unread ?? 0
  return (
    <Tooltip label={t('notice.title')} keys={keyLabel('b')}>
      <button
        type="button"
        aria-label={unread > 0 ? t('notice.openUnread', { count: unread }) : t('notice.open')}
        onClick={() => {
          onOpen?.()
          openOverlay('notices')
        }}
        className={buttonClass('ghost', classNames('relative min-w-(--control) !px-0', className))}
      >
        <Icon name="bell" />
        {unread > 0 && (
          <b
            aria-hidden="true"
            className="numeric absolute -top-0.5 left-[calc(50%+2px)] min-w-4 rounded-full bg-bad px-1 text-center text-[10px] leading-4 font-semibold text-white"
          >
            {unread > most ? `${most}+` : unread}
          </b>
        )}
      </button>
    </Tooltip>
  )
}
