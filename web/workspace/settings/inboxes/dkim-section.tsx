import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import * as contract from '#contract/dkim.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { Callout } from '../../forms/callout.tsx'
import { Card } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { CopyLine } from '../frame/copy-line.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { useChange } from '../use-change.ts'
import type { InboxSectionProps } from './inbox-sections.ts'

const keysQuery = {
  queryKey: ['settings', 'dkim'],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(contract.listDkimKeys, {}, { signal }),
}

/** The keys that letters of the inbox's domains are signed with, and what DNS has to say about them. */
export function DkimSection({ inbox }: InboxSectionProps) {
  const { t } = useTranslation()
  const keys = useQuery(keysQuery)
  const addresses = [inbox.address, ...inbox.addressing.aliases]
  const domains = [...new Set(addresses.map((address) => address.slice(address.lastIndexOf('@') + 1)))]
  return (
    <>
      <p className="max-w-[680px] pb-4 text-ink-2">{t('settings.inboxes.dkim.why')}</p>
      <Loaded query={keys}>
        {({ items }) => (
          <>
            {domains.map((domain) => (
              <Domain key={domain} domain={domain} keys={items.filter((key) => key.domain === domain)} />
            ))}
          </>
        )}
      </Loaded>
    </>
  )
}

function Domain({ domain, keys }: { domain: string; keys: readonly contract.DkimKey[] }) {
  const { t } = useTranslation()
  const create = useChange({ send: () => call(contract.createDkimKey, { body: { domain } }) })
  return (
    <FormRow label={domain} hint={t('settings.inboxes.dkim.hint')}>
      {keys.length === 0 && <p className="text-ink-3">{t('settings.inboxes.dkim.none', { domain })}</p>}
      {keys.map((key) => (
        <Key key={key.id} dkim={key} />
      ))}
      {(keys.length === 0 || keys.some((key) => key.isOn)) && (
        <div className="flex flex-col items-start gap-1.5">
          <Button icon="plus" isBusy={create.isPending} onClick={() => create.mutate(undefined)}>
            {t(keys.length > 0 ? 'settings.inboxes.dkim.createAnother' : 'settings.inboxes.dkim.create')}
          </Button>
          {keys.some((key) => key.isOn) && (
            <p className="text-sm text-ink-3">{t('settings.inboxes.dkim.replaceHint')}</p>
          )}
        </div>
      )}
    </FormRow>
  )
}

function Key({ dkim }: { dkim: contract.DkimKey }) {
  const { t } = useTranslation()
  const dates = useDates()
  const [isRemoving, setRemoving] = useState(false)
  const params = { id: dkim.id }
  const check = useChange({ send: () => call(contract.checkDkimKey, { params }) })
  const turn = useChange({
    send: (isOn: boolean) => call(contract.updateDkimKey, { params, body: { isOn } }),
  })
  const remove = useChange({
    send: () => call(contract.deleteDkimKey, { params }),
    onDone: () => setRemoving(false),
  })
  const isRight = dkim.checkedAt !== null && dkim.checkProblem === null
  return (
    <Card
      header={
        <>
          <span className="min-w-0 flex-1 truncate font-medium">
            {t('settings.inboxes.dkim.selector', { selector: dkim.selector })}
          </span>
          <Tag tone={dkim.isOn ? 'ok' : undefined}>
            {t(`settings.inboxes.dkim.${dkim.isOn ? 'signs' : isRight ? 'off' : 'waits'}`)}
          </Tag>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <div className="flex flex-col gap-1">
          <span className="text-sm text-ink-2">{t('settings.inboxes.dkim.name')}</span>
          <CopyLine text={dkim.recordName} label={t('settings.inboxes.dkim.name')} isQuiet />
        </div>
        <div className="flex flex-col gap-1">
          <span className="text-sm text-ink-2">{t('settings.inboxes.dkim.text')}</span>
          <CopyLine text={dkim.recordText} label={t('settings.inboxes.dkim.text')} isQuiet />
        </div>
        {dkim.checkedAt === null && (
          <p className="text-sm text-ink-3">{t('settings.inboxes.dkim.recordHint')}</p>
        )}
        <div aria-live="polite" className="contents">
          {dkim.checkedAt !== null && (
            <Callout tone={isRight ? 'ok' : 'warn'} icon={isRight ? 'check' : 'alert'}>
              {dkim.checkProblem ? t(`dkimProblem.${dkim.checkProblem}`) : t('settings.inboxes.dkim.right')}
              <span className="block text-sm text-ink-3">
                {t('settings.inboxes.dkim.checkedAt', { when: dates.sentence(dkim.checkedAt) })}
              </span>
            </Callout>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button icon="refresh" isBusy={check.isPending} onClick={() => check.mutate(undefined)}>
            {t('settings.inboxes.dkim.check')}
          </Button>
          {(dkim.isOn || isRight) && (
            <Button isBusy={turn.isPending} onClick={() => turn.mutate(!dkim.isOn)}>
              {t(`settings.inboxes.dkim.${dkim.isOn ? 'stop' : 'start'}`)}
            </Button>
          )}
          <Button look="danger" icon="trash" onClick={() => setRemoving(true)}>
            {t('settings.inboxes.dkim.remove')}
          </Button>
        </div>
      </div>
      <Confirm
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={() => remove.mutate(undefined)}
        isBusy={remove.isPending}
        title={t('settings.inboxes.dkim.removeConfirm', { selector: dkim.selector })}
        action={t('settings.inboxes.dkim.remove')}
      >
        {t('settings.inboxes.dkim.removeText', { domain: dkim.domain })}
      </Confirm>
    </Card>
  )
}
