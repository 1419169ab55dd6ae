import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type LetterKey, removeLetterKey } from '#contract/letter-keys.ts'
import { call } from '../../../../api/call.ts'
import { Button } from '../../../../ui/button.tsx'
import { Tag } from '../../../../ui/tag.tsx'
import { shortDate } from '../../../../ui/dates.ts'
import { Card, Row } from '../../frame/card.tsx'
import { Confirm } from '../../frame/confirm.tsx'
import { useLanguage } from '../../frame/use-language.ts'
import { useChange } from '../../use-change.ts'
import { NewLetterKey } from './new-letter-key.tsx'

/** Key pairs of the inbox: what it opens letters with and signs with. */
export function OwnKeys({
  inboxId,
  keys,
  hasGpg,
}: {
  inboxId: number
  keys: readonly LetterKey[]
  hasGpg: boolean
}) {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<LetterKey | null>(null)
  const remove = useChange({
    send: (key: LetterKey) => call(removeLetterKey, { params: { id: key.id } }),
    onDone: () => setLeaving(null),
  })
  const isGone = Boolean(leaving?.retiredAt)
  return (
    <section className="mb-6">
      <Card
        header={
          <>
            <h2 className="font-medium">{t('settings.inboxes.protection.keys')}</h2>
            <Button icon="plus" className="ml-auto" onClick={() => setAdding(true)}>
              {t('settings.inboxes.protection.add')}
            </Button>
          </>
        }
      >
        {keys.length === 0 && <Row className="text-ink-3">{t('settings.inboxes.protection.keysEmpty')}</Row>}
        {keys.map((key) => (
          <KeyRow key={key.id} letterKey={key} onRemove={() => setLeaving(key)} />
        ))}
      </Card>
      {isAdding && <NewLetterKey inboxId={inboxId} hasGpg={hasGpg} onClose={() => setAdding(false)} />}
      {leaving && (
        <Confirm
          isOpen
          onClose={() => setLeaving(null)}
          onConfirm={() => remove.mutate(leaving)}
          isBusy={remove.isPending}
          title={t(
            isGone ? 'settings.inboxes.protection.removeTitle' : 'settings.inboxes.protection.retireTitle',
          )}
          action={t(isGone ? 'settings.inboxes.protection.remove' : 'settings.inboxes.protection.retire')}
        >
          {t(isGone ? 'settings.inboxes.protection.removeText' : 'settings.inboxes.protection.retireText')}
        </Confirm>
      )}
    </section>
  )
}

function KeyRow({ letterKey, onRemove }: { letterKey: LetterKey; onRemove: () => void }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const isExpired = letterKey.expiresAt !== null && Date.parse(letterKey.expiresAt) < Date.now()
  const saved = `data:text/plain;charset=utf-8,${encodeURIComponent(letterKey.publicPart)}`
  return (
    <Row className="min-h-14 flex-wrap md:flex-nowrap">
      <span className="min-w-0 flex-1 max-md:basis-full">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="truncate font-medium">{letterKey.name}</span>
          <Tag>{t(`protection.${letterKey.scheme}`)}</Tag>
          {letterKey.retiredAt && <Tag tone="note">{t('settings.inboxes.protection.retired')}</Tag>}
          {isExpired && <Tag tone="bad">{t('settings.inboxes.protection.expired')}</Tag>}
        </span>
        <span className="block truncate text-sm text-ink-3" title={letterKey.fingerprint}>
          {letterKey.addresses.join(', ')}
          {letterKey.expiresAt && !isExpired && (
            <>
              {' '}
              ·{' '}
              {t('settings.inboxes.protection.until', {
                date: shortDate(new Date(letterKey.expiresAt), new Date(), language),
              })}
            </>
          )}
        </span>
      </span>
      <a
        href={saved}
        download={letterKey.scheme === 'smime' ? 'certificate.pem' : 'public-key.asc'}
        className="text-accent hover:underline"
      >
        {t('settings.inboxes.protection.download')}
      </a>
      <Button look="ghost" className="!text-bad" onClick={onRemove}>
        {t(letterKey.retiredAt ? 'settings.inboxes.protection.remove' : 'settings.inboxes.protection.retire')}
      </Button>
    </Row>
  )
}
