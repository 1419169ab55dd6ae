import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Checkbox, Field } from '../../../../ui/field.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Callout } from '../../../forms/callout.tsx'
import { FormRow } from '../../frame/form-row.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import type { Inbox } from '../inbox.ts'
import type { InboxSectionProps } from '../inbox-sections.ts'
import { SectionForm, useSectionForm } from '../section-form.tsx'
import { Authorities } from './authorities.tsx'
import { OwnKeys } from './own-keys.tsx'
import { letterKeysQuery } from './queries.ts'

type Protection = Inbox['protection']

/** The keys of an inbox, and what it does with them to the letters it sends. */
export function ProtectionSection(props: InboxSectionProps) {
  const { t } = useTranslation()
  const keys = useQuery(letterKeysQuery(props.inbox.id))
  return (
    <Loaded query={keys}>
      {({ items, authorities, gpgVersion }) => (
        <>
          {gpgVersion === null && (
            <Callout tone="warn" icon="alert" className="mb-4">
              {t('settings.inboxes.protection.noGpg')}
            </Callout>
          )}
          <OwnKeys inboxId={props.inbox.id} keys={items} hasGpg={gpgVersion !== null} />
          <Sending {...props} />
          <Authorities authorities={authorities} />
        </>
      )}
    </Loaded>
  )
}

function Sending(props: InboxSectionProps) {
  const { t } = useTranslation()
  const form = useSectionForm(props, {
    initial: props.inbox.protection,
    change: (protection) => ({ protection }),
  })
  const { values } = form
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow
        label={t('settings.inboxes.protection.sending')}
        hint={t('settings.inboxes.protection.sendingHint')}
      >
        <Checkbox
          label={t('settings.inboxes.protection.signs')}
          hint={t('settings.inboxes.protection.signsHint')}
          checked={values.signs}
          onChange={(event) => form.set('signs', event.target.checked)}
        />
        <Field
          label={t('settings.inboxes.protection.encrypts')}
          hint={t(`settings.inboxes.protection.encryptsSaid.${values.encrypts}`)}
        >
          {({ id }) => (
            <Select<Protection['encrypts']>
              id={id}
              value={values.encrypts}
              options={(['never', 'possible', 'always'] as const).map((value) => ({
                value,
                label: t(`settings.inboxes.protection.encryptsAs.${value}`),
              }))}
              onChange={(encrypts) => form.set('encrypts', encrypts)}
            />
          )}
        </Field>
        {(values.signs || values.encrypts !== 'never') && (
          <Field
            label={t('settings.inboxes.protection.scheme')}
            hint={t('settings.inboxes.protection.schemeHint')}
          >
            {({ id }) => (
              <Select<Protection['scheme']>
                id={id}
                value={values.scheme}
                options={[
                  { value: 'smime', label: t('protection.smime') },
                  { value: 'pgp', label: t('protection.pgp') },
                ]}
                onChange={(scheme) => form.set('scheme', scheme)}
              />
            )}
          </Field>
        )}
      </FormRow>
    </SectionForm>
  )
}
