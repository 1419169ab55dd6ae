import { useTranslation } from 'react-i18next'
import { createRole, type Role, updateRole } from '#contract/identity.ts'
import type { Permission } from '#contract/permissions.ts'
import { call } from '../../../api/call.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { Callout } from '../../forms/callout.tsx'
import { FormDialog } from '../frame/form-dialog.tsx'
import { NamesFields, namesOf } from '../frame/names-fields.tsx'
import { PermissionBoxes } from '../permission-boxes.tsx'
import { refreshSettings } from '../use-change.ts'

interface RoleValues {
  ru: string
  en: string
  names: string
  permissions: Permission[]
}

const usual: Permission[] = [
  'ticket.read',
  'ticket.create',
  'ticket.update',
  'ticket.reply',
  'note.read',
  'note.write',
  'customer.read',
]

/** A role's names and what it allows. The administrator's is only shown: without it nobody could let others in. */
export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useTranslation()
  const isFixed = role?.key === 'administrator'
  const form = useForm<RoleValues>({
    initial: {
      ru: role?.names.ru ?? '',
      en: role?.names.en ?? '',
      names: '',
      permissions: role?.permissions ?? usual,
    },
    check: (values) => {
      const wrong: Problems<RoleValues> = {}
      if (!namesOf(values)) wrong.names = t('fieldProblem.names')
      return wrong
    },
    send: async (values) => {
      const body = { names: namesOf(values) ?? { ru: '', en: '' }, permissions: values.permissions }
      // The administrator's permissions stand; its name may be anything.
      if (role)
        await call(updateRole, { params: { id: role.id }, body: isFixed ? { names: body.names } : body })
      else await call(createRole, { body })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    words: { already_exists: t('settings.roles.taken'), not_allowed: t('settings.roles.beyondYou') },
  })
  return (
    <FormDialog
      form={form}
      width={680}
      title={role ? t('settings.roles.editTitle') : t('settings.roles.addTitle')}
      action={role ? t('action.save') : t('action.add')}
      onClose={onClose}
    >
      <NamesFields
        isFocused
        ru={form.values.ru}
        en={form.values.en}
        onChange={form.set}
        error={form.error('names')}
      />
      {isFixed && <Callout icon="info">{t('settings.roles.fixed')}</Callout>}
      <PermissionBoxes
        value={form.values.permissions}
        onChange={(permissions) => form.set('permissions', permissions)}
        isDisabled={isFixed}
      />
    </FormDialog>
  )
}
