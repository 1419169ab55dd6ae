import { useTranslation } from 'react-i18next'
import { createMacroFolder, type MacroFolder, updateMacroFolder } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { folderPath } from '../../composer/macros/search-macros.ts'
import { useForm } from '../../forms/use-form.ts'
import { useCan } from '../../session.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'

/** A folder's name, what it lies in, and whose it is. */
export function FolderDialog({
  folder,
  folders,
  onClose,
}: {
  folder: MacroFolder | null
  folders: readonly MacroFolder[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const form = useForm({
    initial: {
      name: folder?.name ?? '',
      parentId: folder?.parentId ?? 0,
      isOwn: folder?.isOwn ?? !can('macro.share'),
    },
    check: (values) => (values.name.trim() === '' ? { name: t('macro.folderNameMissing') } : {}),
    send: async ({ name, parentId, isOwn }) => {
      const body = { name, parentId: parentId || null }
      if (folder) await call(updateMacroFolder, { params: { id: folder.id }, body })
      else await call(createMacroFolder, { body: { ...body, isOwn } })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
  })
  const { values, set } = form
  const within = (each: MacroFolder) =>
    `${folderPath(folders, each.id)} / `.startsWith(`${folderPath(folders, folder?.id ?? null)} / `)
  const parents = folders.filter((each) => each.isOwn === values.isOwn && !(folder && within(each)))
  return (
    <FormDialog
      form={form}
      title={t(folder ? 'macro.editFolder' : 'macro.addFolder')}
      action={t(folder ? 'action.save' : 'action.add')}
      onClose={onClose}
    >
      <Field label={t('macro.folderName')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={120}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
            autoFocus
            value={values.name}
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      {!folder && can('macro.share') && (
        <Field label={t('macro.folderOwner')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.isOwn ? 'own' : 'desk'}
              options={[
                { value: 'desk', label: t('macro.deskFolder') },
                { value: 'own', label: t('macro.ownFolder') },
              ]}
              onChange={(value) => {
                set('isOwn', value === 'own')
                set('parentId', 0)
              }}
            />
          )}
        </Field>
      )}
      <Field label={t('macro.folderParent')} error={form.error('parentId')}>
        {({ id }) => (
          <Select
            id={id}
            value={values.parentId}
            options={[
              { value: 0, label: t('macro.topLevel') },
              ...parents.map((each) => ({ value: each.id, label: folderPath(folders, each.id) })),
            ]}
            onChange={(parentId) => set('parentId', parentId)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
