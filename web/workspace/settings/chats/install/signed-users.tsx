import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ListedChat, renewChatSecret } from '#contract/chat-settings.ts'
import { call } from '../../../../api/call.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Tabs } from '../../../../ui/tabs.tsx'
import { Callout } from '../../../forms/callout.tsx'
import { Confirm } from '../../frame/confirm.tsx'
import { CopyLine } from '../../frame/copy-line.tsx'
import { FormRow } from '../../frame/form-row.tsx'
import { useChange } from '../../use-change.ts'
import { CodeBlock } from './code-block.tsx'
import { type SampleLanguage, samples, signedEmbedCode } from './code-samples.ts'

const names: Record<SampleLanguage, string> = { node: 'Node', php: 'PHP', python: 'Python' }
const languages = Object.keys(names) as SampleLanguage[]

/** How a site tells the chat who is signed in, so that nobody can say it in their place. */
export function SignedUsers({ chat }: { chat: ListedChat }) {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<SampleLanguage>('node')
  const [isAsking, setAsking] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const panelId = useId()
  const renew = useChange({
    send: () => call(renewChatSecret, { params: { id: chat.id } }),
    heard: () => t('settings.chats.secretMade'),
    onDone: (made) => {
      setAsking(false)
      setSecret(made.secret)
    },
  })
  return (
    <FormRow isWide label={t('settings.chats.signed')} hint={t('settings.chats.signedHint')}>
      <p className="text-ink-2">{t('settings.chats.signedText')}</p>
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">1. {t('settings.chats.stepSecret')}</h3>
        <p className="text-ink-2">{t('settings.chats.stepSecretText')}</p>
        <div>
          <Button icon="lock" onClick={() => setAsking(true)}>
            {t('settings.chats.makeSecret')}
          </Button>
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">2. {t('settings.chats.stepSign')}</h3>
        <p className="text-ink-2">{t('settings.chats.stepSignText')}</p>
        <Tabs
          label={t('settings.chats.sampleIn')}
          value={language}
          items={languages.map((value) => ({ value, label: names[value] }))}
          panelId={panelId}
          onChange={setLanguage}
        />
        <div id={panelId} role="tabpanel" aria-label={names[language]}>
          <CodeBlock
            label={t('settings.chats.sample', { language: names[language] })}
            code={samples[language]}
          />
        </div>
      </div>
      <div className="flex flex-col gap-2">
        <h3 className="font-medium">3. {t('settings.chats.stepPage')}</h3>
        <p className="text-ink-2">{t('settings.chats.stepPageText')}</p>
        <CodeBlock label={t('settings.chats.stepPage')} code={signedEmbedCode(location.origin, chat.key)} />
        <p className="text-sm text-ink-3">{t('settings.chats.stepPageHint')}</p>
      </div>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => renew.mutate(undefined)}
        isBusy={renew.isPending}
        title={t('settings.chats.secretTitle')}
        action={t('settings.chats.makeSecret')}
      >
        {t('settings.chats.secretText')}
      </Confirm>
      {secret !== null && (
        <Dialog
          isOpen
          onClose={() => setSecret(null)}
          width={560}
          title={t('settings.chats.secretOf', { name: chat.name })}
          footer={
            <Button look="primary" onClick={() => setSecret(null)}>
              {t('settings.done')}
            </Button>
          }
        >
          <div className="flex flex-col gap-3 px-4 py-4">
            <Callout tone="warn" icon="alert">
              {t('settings.chats.secretOnce')}
            </Callout>
            <CopyLine text={secret} label={t('settings.chats.secret')} />
          </div>
        </Dialog>
      )}
    </FormRow>
  )
}
