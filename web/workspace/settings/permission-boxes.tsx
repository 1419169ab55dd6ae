import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { Checkbox } from '../../ui/field.tsx'
import { permissionGroups, permissionKey } from './permissions.ts'

/** Permissions to tick, grouped, each in plain words. What may not be given is absent. */
export function PermissionBoxes({
  value,
  onChange,
  mayGive,
  isDisabled,
}: {
  value: readonly Permission[]
  onChange: (permissions: Permission[]) => void
  mayGive?: (permission: Permission) => boolean
  isDisabled?: boolean
}) {
  const { t } = useTranslation()
  return (
    <div className="grid gap-x-6 gap-y-5 md:grid-cols-2">
      {permissionGroups.map(({ group, permissions }) => {
        const shown = (permissions as readonly Permission[]).filter((each) => mayGive?.(each) ?? true)
        if (shown.length === 0) return null
        return (
          <fieldset key={group} disabled={isDisabled} className="flex min-w-0 flex-col gap-1">
            <legend className="pb-1 text-sm text-ink-3">{t(`settings.permissionGroup.${group}`)}</legend>
            {shown.map((permission) => (
              <Checkbox
                key={permission}
                label={t(`settings.permission.${permissionKey(permission)}`)}
                checked={value.includes(permission)}
                onChange={(event) =>
                  onChange(
                    event.target.checked
                      ? [...value, permission]
                      : value.filter((each) => each !== permission),
                  )
                }
              />
            ))}
          </fieldset>
        )
      })}
    </div>
  )
}
