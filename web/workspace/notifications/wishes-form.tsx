import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type NotificationWish, updateNotificationWishes } from '#contract/notifications.ts'
import { call } from '../../api/call.ts'
import { queryClient } from '../query-client.ts'
import { Loaded } from '../settings/frame/loaded.tsx'
import { useChange } from '../settings/use-change.ts'
import { wishesQuery } from './queries.ts'

/** Which notices one gets, and where: each box applies at once. */
export function WishesForm() {
  const { t } = useTranslation()
  const wishes = useQuery(wishesQuery)
  const keep = useChange({
    send: (wish: NotificationWish) => call(updateNotificationWishes, { body: { items: [wish] } }),
    onDone: (answer) => queryClient.setQueryData(wishesQuery.queryKey, answer),
  })
  const change = (wish: NotificationWish) => {
    // A box that waits for the server before it is ticked looks broken; a refusal unticks it.
    queryClient.setQueryData(
      wishesQuery.queryKey,
      (old) => old && { items: old.items.map((each) => (each.kind === wish.kind ? wish : each)) },
    )
    keep.mutate(wish)
  }
  return (
    <Loaded query={wishes}>
      {({ items }) => (
        <table className="w-full">
          <thead>
            <tr className="text-sm text-ink-3">
              <th scope="col">
                <span className="sr-only">{t('notice.wishes.title')}</span>
              </th>
              <th scope="col" className="w-24 pb-1 font-normal max-md:w-20">
                {t('notice.wishes.shown')}
              </th>
              <th scope="col" className="w-24 pb-1 font-normal max-md:w-20">
                {t('notice.wishes.mailed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((wish) => {
              const name = t(`notice.wishes.kind.${wish.kind}`)
              return (
                <tr key={wish.kind} className="border-t border-line">
                  <th scope="row" className="py-2 pr-2 text-left font-normal">
                    {name}
                  </th>
                  {(['isShown', 'isMailed'] as const).map((where) => (
                    <td key={where} className="text-center">
                      <input
                        type="checkbox"
                        aria-label={`${name}: ${t(where === 'isShown' ? 'notice.wishes.shown' : 'notice.wishes.mailed')}`}
                        checked={wish[where]}
                        onChange={(event) => change({ ...wish, [where]: event.target.checked })}
                        className="size-4 align-middle accent-(--accent)"
                      />
                    </td>
                  ))}
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Loaded>
  )
}
