import { useTranslation } from 'react-i18next'
import { updateSelf } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { sessionQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { useSession } from '../../session.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { SignatureField } from './signature-field.tsx'
import { useTemplateProblem } from './template-problem.ts'

/** One's own position and signature, for letters to customers. */
export function OwnSignature() {
  const { t } = useTranslation()
  const { agent } = useSession()
  const sayProblem = useTemplateProblem()
  const form = useForm({
    initial: { position: agent.position, signature: agent.signature },
    send: (body) => call(updateSelf, { body }),
    onDone: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
    at: { bad_template: 'signature' },
  })
  const { values } = form
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <FormRow label={t('settings.signature.agentTitle')} hint={t('settings.signature.agentHint')}>
        <Field
          label={t('settings.signature.position')}
          hint={t('settings.signature.positionHint')}
          error={form.error('position')}
        >
          {(ids) => (
            <Input
              {...ids}
              name="position"
              autoComplete="organization-title"
              maxLength={120}
              value={values.position}
              onChange={(event) => form.set('position', event.target.value)}
            />
          )}
        </Field>
        <SignatureField
          value={values.signature}
          error={sayProblem(form.failed) ?? form.error('signature')}
          onChange={(signature) => form.set('signature', signature)}
        />
        <div className="[&>div]:border-t-0 [&>div]:pt-0">
          <FormEnd {...form} />
        </div>
      </FormRow>
    </form>
  )
}
