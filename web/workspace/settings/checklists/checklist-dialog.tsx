import { useTranslation } from 'react-i18next'
import { type Checklist, createChecklist, updateChecklist } from '#contract/checklists.ts'
import { call } from '../../../api/call.ts'
import { Checkbox, Field, Input, Textarea } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'

/** One step a line: quicker to type, to paste and to put in another order than a field for each. */
function stepsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d+[.)])\s+/, '').trim())
    .filter(Boolean)
}

/** A new checklist, or one that is changed. */
export function ChecklistDialog({
  checklist,
  onClose,
}: {
  checklist: Checklist | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const form = useForm({
    initial: {
      name: checklist?.name ?? '',
      items: checklist?.items.join('\n') ?? '',
      isRequired: checklist?.isRequired ?? false,
    },
    check: ({ name, items }) => ({
      ...(!name.trim() && { name: t('fieldProblem.name') }),
      ...(stepsOf(items).length === 0 && { items: t('settings.checklists.stepsMissing') }),
      ...(stepsOf(items).length > 100 && { items: t('settings.checklists.stepsMany') }),
      ...(stepsOf(items).some((step) => step.length > 500) && { items: t('settings.checklists.stepLong') }),
    }),
    send: async ({ name, items, isRequired }) => {
      const body = { name: name.trim(), items: stepsOf(items), isRequired }
      try {
        if (checklist)
          await call(updateChecklist, {
            params: { id: checklist.id },
            body: { ...body, version: checklist.version },
          })
        else await call(createChecklist, { body })
      } finally {
        // Refused, somebody else may have been quicker: what is opened next must be what is.
        void refreshSettings()
      }
    },
    onDone: onClose,
    words: { version_conflict: t('settings.checklists.conflict') },
  })
  const { values } = form
  return (
    <FormDialog
      form={form}
      title={t(checklist ? 'settings.checklists.edit' : 'settings.checklists.new')}
      action={checklist ? t('action.save') : t('action.add')}
      onClose={onClose}
      width={520}
    >
      <Field label={t('settings.checklists.name')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!checklist}
            maxLength={200}
            autoComplete="off"
            value={values.name}
            onChange={(event) => form.set('name', event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('settings.checklists.items')}
        hint={t('settings.checklists.itemsHint')}
        error={form.error('items')}
      >
        {(ids) => (
          <Textarea
            {...ids}
            name="items"
            rows={8}
            value={values.items}
            onChange={(event) => form.set('items', event.target.value)}
          />
        )}
      </Field>
      <Checkbox
        label={t('settings.checklists.required')}
        hint={t('settings.checklists.requiredHint')}
        checked={values.isRequired}
        onChange={(event) => form.set('isRequired', event.target.checked)}
      />
    </FormDialog>
  )
}
