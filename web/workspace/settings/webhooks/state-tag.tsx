import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'

const tones: Record<Webhook['state'], TagTone> = { active: 'ok', paused: 'warn', disabled: 'bad' }

/** How a webhook stands in a word; one that is active and takes nothing is not well. */
export function StateTag({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation()
  if (webhook.state === 'active' && webhook.failingSince !== null)
    return <Tag tone="bad">{t('settings.webhooks.failing')}</Tag>
  return <Tag tone={tones[webhook.state]}>{t(`settings.webhooks.state.${webhook.state}`)}</Tag>
}
