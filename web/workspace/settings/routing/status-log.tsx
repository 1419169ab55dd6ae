import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { StatusDot } from '../../attendance/status-dot.tsx'
import { useStatusName } from '../../attendance/use-status-name.ts'
import { useDesk } from '../../desk.ts'
import { Loaded } from '../frame/loaded.tsx'
import { statusLogQuery } from './queries.ts'

/** Who somebody was, since when, and what made it so. */
export function StatusLog({
  agentId,
  name,
  onClose,
}: {
  agentId: number
  name: string
  onClose: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const statusName = useStatusName()
  const { agentName } = useDesk()
  const log = useInfiniteQuery(statusLogQuery(agentId))
  return (
    <Dialog isOpen onClose={onClose} title={t('settings.routing.board.log', { name })} width={520}>
      <div className="min-h-40 px-4 py-3">
        <Loaded query={log}>
          {({ pages }) => {
            const items = pages.flatMap((page) => page.items)
            if (items.length === 0)
              return <p className="py-6 text-center text-ink-2">{t('settings.routing.board.logEmpty')}</p>
            return (
              <>
                <ol>
                  {items.map((item) => (
                    <li
                      key={item.id}
                      className="flex flex-wrap items-center gap-x-2 border-b border-line py-2 last:border-0"
                    >
                      <StatusDot meaning={item.meaning} />
                      <span className="font-medium">{statusName(item.statusId)}</span>
                      <span className="text-sm text-ink-3">
                        {t(`settings.routing.cause.${item.cause}`, {
                          name: agentName(item.byAgentId) ?? '…',
                        })}
                      </span>
                      <time
                        dateTime={item.at}
                        title={dates.full(item.at)}
                        className="numeric ml-auto text-sm text-ink-3"
                      >
                        {dates.feed(item.at)}
                      </time>
                    </li>
                  ))}
                </ol>
                {log.hasNextPage && (
                  <Button
                    className="mt-3"
                    isBusy={log.isFetchingNextPage}
                    onClick={() => void log.fetchNextPage()}
                  >
                    {t('settings.routing.board.more')}
                  </Button>
                )}
              </>
            )
          }}
        </Loaded>
      </div>
    </Dialog>
  )
}
