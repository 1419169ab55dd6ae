import { useTranslation } from 'react-i18next'
import type { MailProvider } from '#contract/mail-connections.ts'
import { Callout } from '../../../forms/callout.tsx'
import { CopyLine } from '../../frame/copy-line.tsx'
import { consoles } from './mail-providers.ts'

/** Where to register the application, step by step, and the address to give there. */
export function ProviderHelp({
  provider,
  isGraph,
  isApplication,
  redirectUri,
}: {
  provider: MailProvider
  isGraph: boolean
  isApplication: boolean
  redirectUri: string
}) {
  const { t } = useTranslation()
  const { href } = new URL(consoles[provider] ?? redirectUri)
  // Whoever is sent back to another origin than the one they set out from is not signed in there.
  const { origin } = new URL(redirectUri)
  const isElsewhere = origin !== window.location.origin
  const words = {
    google: 'google',
    microsoft: isApplication ? 'microsoftApplication' : isGraph ? 'microsoftGraph' : 'microsoft',
    other: 'other',
  } as const
  const steps = t(`settings.inboxes.access.steps.${words[provider]}`).split('\n')
  return (
    <div className="flex flex-col gap-3">
      {isElsewhere && !isApplication && (
        <Callout tone="warn" icon="alert">
          {t('settings.inboxes.access.elsewhere', { address: origin })}
        </Callout>
      )}
      <ol className="flex list-decimal flex-col gap-1.5 pl-5 text-ink-2 marker:text-ink-3">
        {steps.map((step, at) => (
          <li key={step}>
            {step}
            {at === 0 && consoles[provider] && (
              <>
                {' '}
                <a href={href} target="_blank" rel="noreferrer" className="text-accent underline">
                  {new URL(href).host}
                </a>
              </>
            )}
          </li>
        ))}
      </ol>
      {!isApplication && (
        <div>
          <p className="pb-1 text-ink-2">{t('settings.inboxes.access.redirectUri')}</p>
          <CopyLine text={redirectUri} label={t('settings.inboxes.access.redirectUri')} isQuiet />
        </div>
      )}
    </div>
  )
}
