import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Textarea } from '../../../ui/field.tsx'
import { FormRow } from '../frame/form-row.tsx'
import type { InboxSectionProps } from './inbox-sections.ts'
import { SectionForm, useSectionForm } from './section-form.tsx'

/** Whose word counts about who a letter is from, and who is the customer then. */
export function AuthenticationSection(props: InboxSectionProps) {
  const { authentication } = props.inbox
  const { t } = useTranslation()
  const form = useSectionForm(props, {
    initial: {
      authservIds: authentication.authservIds.join('\n'),
      arcSealers: authentication.arcSealers.join('\n'),
      trustsReplyTo: authentication.trustsReplyTo,
    },
    check: ({ authservIds, arcSealers }) => {
      const wrongOf = (text: string) => namesIn(text).find((name) => !isName(name))
      const say = (name: string) => t('settings.inboxes.authentication.badDomain', { name })
      const [server, sealer] = [wrongOf(authservIds), wrongOf(arcSealers)]
      return {
        ...(server !== undefined && { authservIds: say(server) }),
        ...(sealer !== undefined && { arcSealers: say(sealer) }),
      }
    },
    change: ({ authservIds, arcSealers, trustsReplyTo }) => ({
      authentication: {
        authservIds: namesIn(authservIds),
        arcSealers: namesIn(arcSealers),
        trustsReplyTo,
      },
    }),
  })
  const { values } = form
  return (
    <SectionForm form={form} onTakeNewer={props.onTakeNewer}>
      <FormRow
        label={t('settings.inboxes.authentication.own')}
        hint={t('settings.inboxes.authentication.ownHint')}
      >
        {(['authservIds', 'arcSealers'] as const).map((name) => (
          <Field
            key={name}
            label={t(`settings.inboxes.authentication.${name}`)}
            hint={t(`settings.inboxes.authentication.${name}Hint`)}
            isOptional={t('settings.optional')}
            error={form.error(name)}
          >
            {(ids) => (
              <Textarea
                {...ids}
                name={name}
                rows={2}
                spellCheck={false}
                autoComplete="off"
                value={values[name]}
                onChange={(event) => form.set(name, event.target.value)}
                className="max-w-96"
              />
            )}
          </Field>
        ))}
      </FormRow>
      <FormRow
        label={t('settings.inboxes.authentication.sender')}
        hint={t('settings.inboxes.authentication.senderHint')}
      >
        <Checkbox
          label={t('settings.inboxes.authentication.trustsReplyTo')}
          hint={t('settings.inboxes.authentication.trustsReplyToHint')}
          checked={values.trustsReplyTo}
          onChange={(event) => form.set('trustsReplyTo', event.target.checked)}
        />
      </FormRow>
    </SectionForm>
  )
}

function namesIn(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/[\s,;]+/))].filter((name) => name !== '')
}

function isName(name: string): boolean {
  return /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(name)
}
