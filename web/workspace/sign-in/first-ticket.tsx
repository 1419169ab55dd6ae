import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { isTicketPrefix } from '../forms/ticket-prefix.ts'

/** What the first ticket and its letter will look like, as the words are typed. A picture: the fields say it too. */
export function FirstTicket({ deskName, prefix }: { deskName: string; prefix: string }) {
  const { t } = useTranslation()
  const number = `${isTicketPrefix(prefix) ? prefix : '…'}-1`
  const name = deskName.trim() || t('setup.deskNameExample')
  return (
    <aside
      aria-hidden="true"
      className="flex flex-col justify-center gap-4 border-l border-line bg-app p-8 max-md:hidden"
    >
      <p className="text-sm text-ink-3">{t('setup.previewTitle')}</p>
      <div className="rounded-lg border border-line bg-panel">
        <div className="flex h-10 items-center gap-2 border-b border-line px-4 font-semibold">
          {t('nav.unassigned')}
          <span className="font-normal text-ink-3">1</span>
        </div>
        <div className="grid grid-cols-[8px_minmax(0,1fr)_auto] gap-x-2.5 px-4 py-2.5">
          <i className="mt-1.5 size-2 rounded-full bg-warn" />
          <span className="flex min-w-0 items-center gap-1.5">
            <Icon name="mail" size={14} className="text-ink-3" />
            <b className="truncate font-semibold">{t('setup.previewCustomer')}</b>
            <span className="numeric flex-none text-sm text-ink-3">{number}</span>
          </span>
          <span className="numeric text-sm text-ink-3">12:04</span>
          <span className="col-start-2 truncate">{t('setup.previewSubject')}</span>
        </div>
      </div>
      <div className="rounded-lg border border-line bg-panel px-4 py-3">
        <p className="text-sm text-ink-3">{t('setup.previewFrom', { name })}</p>
        <p className="mt-0.5 truncate font-medium">
          Re: {t('setup.previewSubject')} <span className="text-accent">[{number}]</span>
        </p>
        <p className="mt-1 text-ink-2">{t('setup.previewText')}</p>
      </div>
      <p className="text-sm text-ink-3">{t('setup.previewNote')}</p>
    </aside>
  )
}
