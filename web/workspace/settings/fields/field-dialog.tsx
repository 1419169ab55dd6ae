import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import {
  createField,
  type CustomField,
  type FieldKind,
  type FieldOwner,
  type FieldShown,
  updateField,
} from '#contract/fields.ts'
import { call } from '../../../api/call.ts'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { fieldsQuery } from '../../fields/queries.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { NamesFields, namesOf } from '../frame/names-fields.tsx'
import { refreshSettings } from '../use-change.ts'
import { type ChoiceDraft, choicesOf, ChoicesEditor, draftsOf } from './choices-editor.tsx'
import { keyOf } from './key-of.ts'
import { keyPattern, kinds, shownWhen } from './kinds.ts'

interface Values {
  ru: string
  en: string
  names: string
  kind: FieldKind
  /** Null: made of the name. */
  key: string | null
  choices: readonly ChoiceDraft[]
  isRequiredToSolve: boolean
  shown: FieldShown
}

/** A new field, or what of one can be changed: its key and its kind cannot. */
export function FieldDialog({
  owner,
  field,
  onClose,
}: {
  owner: FieldOwner
  field: CustomField | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { data } = useQuery(fieldsQuery)
  const taken = data?.items.filter((each) => each.owner === owner).map((each) => each.key) ?? []
  const wanted = ({ key, en, ru }: Values) => key ?? keyOf(en.trim() || ru.trim(), taken)
  const hasChoices = (kind: FieldKind) => kind === 'choice' || kind === 'multi_choice'
  const form = useForm<Values>({
    initial: {
      ru: field?.names.ru ?? '',
      en: field?.names.en ?? '',
      names: '',
      kind: field?.kind ?? 'text',
      key: field?.key ?? null,
      choices: draftsOf(field?.choices ?? []),
      isRequiredToSolve: field?.isRequiredToSolve ?? false,
      shown: field?.shown ?? 'always',
    },
    check: (values) => ({
      ...(!namesOf(values) && { names: t('fieldProblem.names') }),
      ...(!field && !keyPattern.test(wanted(values)) && { key: t('settings.fields.keyProblem') }),
      ...(hasChoices(values.kind) &&
        choicesOf(values.choices).every((choice) => choice.isArchived) && {
          choices: t('settings.fields.choicesMissing'),
        }),
    }),
    send: async (values) => {
      const names = namesOf(values) ?? { ru: '', en: '' }
      const choices = hasChoices(values.kind) ? choicesOf(values.choices) : []
      const { isRequiredToSolve, shown, kind } = values
      const shared = { names, choices, isRequiredToSolve, shown }
      try {
        if (field)
          await call(updateField, { params: { id: field.id }, body: { ...shared, version: field.version } })
        else await call(createField, { body: { ...shared, owner, kind, key: wanted(values) } })
      } finally {
        // Refused, somebody else may have been quicker: what is opened next must be what is.
        void refreshSettings()
      }
    },
    words: { version_conflict: t('settings.fields.conflict') },
    at: { already_exists: 'key' },
    onDone: onClose,
  })
  const { values } = form
  return (
    <FormDialog
      form={form}
      title={t(field ? 'settings.fields.edit' : `settings.fields.new.${owner}`)}
      action={field ? t('action.save') : t('action.add')}
      onClose={onClose}
      width={600}
    >
      <NamesFields isFocused={!field} {...values} onChange={form.set} error={form.error('names')} />
      <div className="grid gap-4 md:grid-cols-2">
        <Field
          label={t('settings.fields.kindLabel')}
          hint={field ? t('settings.fields.kindFixed') : undefined}
        >
          {({ id }) => (
            <Select
              id={id}
              value={values.kind}
              isDisabled={field !== null}
              options={kinds.map((value) => ({
                value,
                label: t(`settings.fields.kind.${value}`),
              }))}
              onChange={(kind) => form.set('kind', kind)}
            />
          )}
        </Field>
        <Field
          label={t('settings.fields.key')}
          hint={t(field ? 'settings.fields.keyFixed' : 'settings.fields.keyHint')}
          error={form.error('key')}
        >
          {(ids) => (
            <Input
              {...ids}
              name="key"
              className="font-mono"
              spellCheck={false}
              autoComplete="off"
              maxLength={40}
              disabled={field !== null}
              value={values.key ?? (values.ru || values.en ? wanted(values) : '')}
              onChange={(event) => form.set('key', event.target.value || null)}
            />
          )}
        </Field>
      </div>
      {hasChoices(values.kind) && (
        <ChoicesEditor
          choices={values.choices}
          error={form.error('choices')}
          onChange={(choices) => form.set('choices', choices)}
        />
      )}
      <Field label={t('settings.fields.shown')}>
        {({ id }) => (
          <Select
            id={id}
            value={values.shown}
            options={shownWhen.map((value) => ({
              value,
              label: t(`settings.fields.shownWhen.${value}`),
            }))}
            onChange={(shown) => form.set('shown', shown)}
          />
        )}
      </Field>
      {owner === 'ticket' && (
        <Checkbox
          label={t('settings.fields.required')}
          hint={t('settings.fields.requiredHint')}
          checked={values.isRequiredToSolve}
          onChange={(event) => form.set('isRequiredToSolve', event.target.checked)}
        />
      )}
    </FormDialog>
  )
}
