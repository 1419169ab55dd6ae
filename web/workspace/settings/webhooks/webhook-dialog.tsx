import { useTranslation } from 'react-i18next'
import { createWebhook, updateWebhook, type Webhook } from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { useDesk } from '../../desk.ts'
import { useCan } from '../../session.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { ChoiceBoxes } from './choice-boxes.tsx'
import { HeaderFields } from './header-fields.tsx'
import type { MadeSecret } from './secret-dialog.tsx'
import { refreshWebhooks } from './use-webhook-change.ts'
import { typeColumns, useWebhookWords } from './webhook-words.ts'

interface Values {
  name: string
  url: string
  types: Webhook['types']
  teamIds: number[]
  inboxIds: number[]
  headers: { name: string; value?: string }[]
}

const orNull = (ids: number[]) => (ids.length === 0 ? null : ids)

/** Adds a webhook or changes one; a new one answers with its secret. */
export function WebhookDialog({
  webhook,
  onClose,
  onMade,
}: {
  webhook: Webhook | null
  onClose: () => void
  onMade?: (made: MadeSecret) => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const words = useWebhookWords()
  const { desk } = useDesk()
  const form = useForm<Values, MadeSecret | null>({
    initial: {
      name: webhook?.name ?? '',
      url: webhook?.url ?? '',
      types: webhook?.types ?? ['ticket.created', 'ticket.updated'],
      teamIds: webhook?.teamIds ?? [],
      inboxIds: webhook?.inboxIds ?? [],
      headers: (webhook?.headerNames ?? []).map((name) => ({ name })),
    },
    check: ({ name, url }) => {
      const wrong: Problems<Values> = {}
      if (!name.trim()) wrong.name = t('settings.webhooks.nameMissing')
      if (!URL.canParse(url.trim())) wrong.url = t('settings.webhooks.urlMissing')
      return wrong
    },
    at: { address_refused: 'url' },
    send: async ({ teamIds, inboxIds, ...values }) => {
      const body = { ...values, teamIds: orNull(teamIds), inboxIds: orNull(inboxIds) }
      if (webhook) {
        await call(updateWebhook, { params: { id: webhook.id }, body: { ...body, version: webhook.version } })
        return null
      }
      const made = await call(createWebhook, { body })
      return { id: made.webhook.id, name: made.webhook.name, secret: made.secret }
    },
    onDone: (made) => {
      refreshWebhooks()
      if (made) onMade?.(made)
      else onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      width={720}
      title={
        webhook ? t('settings.webhooks.editTitle', { name: webhook.name }) : t('settings.webhooks.addTitle')
      }
      action={webhook ? t('action.save') : t('action.add')}
      onClose={onClose}
    >
      <div className="grid gap-4 md:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Field label={t('settings.webhooks.name')} error={form.error('name')}>
          {(ids) => (
            <Input
              {...ids}
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              autoComplete="off"
              maxLength={120}
              value={form.values.name}
              onChange={(event) => form.set('name', event.target.value)}
            />
          )}
        </Field>
        <Field
          label={t('settings.webhooks.url')}
          hint={t('settings.webhooks.urlHint')}
          error={form.error('url')}
        >
          {(ids) => (
            <Input
              {...ids}
              type="url"
              inputMode="url"
              autoComplete="off"
              placeholder="https://crm.example.com/hook"
              maxLength={2000}
              value={form.values.url}
              onChange={(event) => form.set('url', event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-2">
        {typeColumns.map((groups) => (
          <div key={groups[0].group} className="flex min-w-0 flex-col gap-4">
            {groups.map(({ group, types }) => (
              <ChoiceBoxes
                key={group}
                label={t(`settings.webhooks.typeGroup.${group}`)}
                items={types
                  .filter((type) => type !== 'note.added' || can('note.read'))
                  .map((type) => ({ value: type, label: words.type(type), hint: type }))}
                value={form.values.types}
                onChange={(chosen) => form.set('types', chosen)}
              />
            ))}
          </div>
        ))}
      </div>
      <p className="-mt-1 text-sm text-ink-3">{t('settings.webhooks.typesHint')}</p>
      <details className="group" open={form.values.teamIds.length + form.values.inboxIds.length > 0}>
        <summary className="cursor-pointer text-ink-2 hover:text-ink">
          {t('settings.webhooks.narrow')}
        </summary>
        <div className="grid gap-x-6 gap-y-4 pt-3 md:grid-cols-2">
          <ChoiceBoxes
            label={t('settings.webhooks.teams')}
            items={desk.teams.map((team) => ({ value: team.id, label: team.name }))}
            value={form.values.teamIds}
            onChange={(chosen) => form.set('teamIds', chosen)}
          />
          <ChoiceBoxes
            label={t('settings.webhooks.inboxes')}
            items={desk.inboxes.map((inbox) => ({ value: inbox.id, label: inbox.name, hint: inbox.address }))}
            value={form.values.inboxIds}
            onChange={(chosen) => form.set('inboxIds', chosen)}
          />
        </div>
      </details>
      <HeaderFields
        value={form.values.headers}
        kept={webhook?.headerNames ?? []}
        error={form.error('headers')}
        onChange={(headers) => form.set('headers', headers)}
      />
    </FormDialog>
  )
}
