import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { finishMailConnection } from '#contract/mail-connections.ts'
import { call } from '../../../../api/call.ts'
import { RequestFailed } from '../../../../api/failure.ts'
import { Button, buttonClass, Spinner } from '../../../../ui/button.tsx'
import { showToast } from '../../../../ui/toast.tsx'
import { Callout } from '../../../forms/callout.tsx'
import { useKnownWords } from '../../frame/use-known-words.ts'
import { SettingsPage } from '../../frame/settings-page.tsx'
import { refreshSettings } from '../../use-change.ts'
import { connectingInbox, goToProvider } from './connect.ts'

const access = { part: 'access' }

/** Where the provider sends people back to: hands the code over, once, and goes on to the inbox. */
export function ConnectedScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const sentBack = useSearch({ from: '/desk/settings/inboxes/connected' })
  const [failed, setFailed] = useState<RequestFailed | null>(null)
  const isSent = useRef(false)
  useEffect(() => {
    // React runs effects twice while one develops; the state is good for one use.
    if (isSent.current) return
    isSent.current = true
    const { state = '-', code, error, errorDescription } = sentBack
    call(finishMailConnection, { body: { state, code, error, errorDescription } }).then(
      (connection) => {
        showToast({ text: t('settings.inboxes.access.done'), tone: 'ok' })
        void refreshSettings()
        void navigate({
          to: '/settings/inboxes/$inboxId',
          params: { inboxId: String(connection.inboxId) },
          search: access,
          replace: true,
        })
      },
      (problem: unknown) =>
        setFailed(
          problem instanceof RequestFailed ? problem : new RequestFailed('internal', String(problem)),
        ),
    )
  }, [sentBack, navigate, t])
  return (
    <SettingsPage
      section="inboxes"
      isNarrow
      back="/settings/inboxes"
      title={t('settings.inboxes.access.finishing')}
    >
      {failed ? (
        <Refused failed={failed} />
      ) : (
        <p role="status" className="flex items-center gap-3 text-ink-2">
          <Spinner size={18} />
          {t('settings.inboxes.access.finishingText')}
        </p>
      )}
    </SettingsPage>
  )
}

function Refused({ failed }: { failed: RequestFailed }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const [isBusy, setBusy] = useState(false)
  const inboxId = connectingInbox()
  const { reason, said, account, address } = failed.detail
  const again = async () => {
    setBusy(true)
    try {
      await goToProvider(inboxId ?? 0)
    } catch {
      setBusy(false)
      showToast({ text: t('settings.inboxes.access.againFailed'), tone: 'bad' })
    }
  }
  return (
    <div className="flex flex-col gap-4">
      <Callout tone="bad" icon="alert" role="alert">
        <p>{t(`errors.${failed.failure}`)}</p>
        {typeof reason === 'string' && <p>{known(`connectionProblem.${reason}`, '')}</p>}
        {typeof account === 'string' && account !== '' && (
          <p>{t('settings.inboxes.access.wrongAccount', { account, address: String(address) })}</p>
        )}
        {typeof said === 'string' && said !== '' && <p className="pt-1 font-mono text-sm">{said}</p>}
      </Callout>
      {inboxId === null ? (
        <div>
          <Link to="/settings/inboxes" className={buttonClass('plain')}>
            {t('settings.inboxes.access.toInboxes')}
          </Link>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button look="primary" icon="link" isBusy={isBusy} onClick={() => void again()}>
            {t('settings.inboxes.access.again')}
          </Button>
          <Link
            to="/settings/inboxes/$inboxId"
            params={{ inboxId: String(inboxId) }}
            search={access}
            className={buttonClass('plain')}
          >
            {t('settings.inboxes.access.toInbox')}
          </Link>
        </div>
      )}
    </div>
  )
}
