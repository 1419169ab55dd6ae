import { useTranslation } from 'react-i18next'
import { createCategory, type TicketCategory, updateCategory } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { NamesFields, namesOf } from '../frame/names-fields.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { refreshSettings } from '../use-change.ts'
import { treeRows, withBelow } from './category-tree.ts'

/** `top` is no category's id: they begin at one. */
const top = 0

/** Adds a category under a parent, or renames and moves one. */
export function CategoryDialog({
  categories,
  category,
  parentId,
  onClose,
}: {
  categories: readonly TicketCategory[]
  category: TicketCategory | null
  parentId: number | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const barred = category ? withBelow(categories, category.id) : new Set<number>()
  const form = useForm({
    initial: {
      ru: category?.names.ru ?? '',
      en: category?.names.en ?? '',
      names: '',
      parent: parentId ?? top,
    },
    check: (values) => (namesOf(values) ? {} : { names: t('fieldProblem.names') }),
    send: async (values) => {
      const names = namesOf(values) ?? { ru: '', en: '' }
      const under = values.parent === top ? null : values.parent
      if (category)
        await call(updateCategory, { params: { id: category.id }, body: { names, parentId: under } })
      else await call(createCategory, { body: { names, parentId: under } })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  return (
    <FormDialog
      form={form}
      title={category ? t('settings.categories.edit') : t('settings.categories.add')}
      action={category ? t('action.save') : t('action.add')}
      onClose={onClose}
    >
      <NamesFields
        isFocused
        ru={form.values.ru}
        en={form.values.en}
        onChange={form.set}
        error={form.error('names')}
      />
      <Field label={t('settings.categories.parent')}>
        {({ id }) => (
          <Select
            id={id}
            value={form.values.parent}
            onChange={(parent) => form.set('parent', parent)}
            options={[
              { value: top, label: t('settings.categories.top') },
              ...treeRows(categories)
                .filter((row) => !barred.has(row.category.id))
                .map((row) => ({
                  value: row.category.id,
                  label: `${'\u2003'.repeat(row.depth)}${row.category.names[language]}`,
                })),
            ]}
          />
        )}
      </Field>
    </FormDialog>
  )
}
