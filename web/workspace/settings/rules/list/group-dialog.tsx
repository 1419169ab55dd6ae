import { useTranslation } from 'react-i18next'
import { createRuleGroup, type RuleSection, updateRuleGroup } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { Field, Input } from '../../../../ui/field.tsx'
import { useForm } from '../../../forms/use-form.ts'
import { FormDialog } from '../../frame/form-dialog.tsx'
import { refreshSettings } from '../../use-change.ts'

/** Names a group, a new one or one that is there. */
export function GroupDialog({ group, onClose }: { group: RuleSection | null; onClose: () => void }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { name: group?.name ?? '' },
    check: ({ name }) => (name.trim() ? {} : { name: t('rules.nameMissing') }),
    send: ({ name }) =>
      group
        ? call(updateRuleGroup, { params: { id: group.id }, body: { name } })
        : call(createRuleGroup, { body: { name } }),
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={t(group ? 'rules.renameGroup' : 'rules.addGroup')}
      action={t(group ? 'action.save' : 'action.add')}
      onClose={onClose}
    >
      <Field label={t('rules.groupName')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            maxLength={80}
            value={form.values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
