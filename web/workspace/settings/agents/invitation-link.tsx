import { useTranslation } from 'react-i18next'
import type { Agent } from '#contract/identity.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { CopyLine } from '../frame/copy-line.tsx'

/** The link of an invitation, shown once: for a messenger, or when the letter does not arrive. */
export function InvitationLink({ agent, url, onClose }: { agent: Agent; url: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settings.agents.linkTitle', { name: agent.name })}
      footer={<Button onClick={onClose}>{t('settings.done')}</Button>}
    >
      <div className="flex flex-col gap-3 px-4 py-4">
        <p className="text-ink-2">{t('settings.agents.linkText', { email: agent.email })}</p>
        <CopyLine text={url} label={t('settings.agents.linkLabel')} />
        <p className="text-sm text-ink-3">{t('settings.agents.linkOnce')}</p>
      </div>
    </Dialog>
  )
}
