import { useTranslation } from 'react-i18next'
import type { MacroFolder, MacroScope } from '#contract/macros.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { folderPath } from '../../composer/macros/search-macros.ts'
import { useDesk } from '../../desk.ts'
import type { Form } from '../../forms/use-form.ts'
import { useCan } from '../../session.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { MacroValues } from './macro-values.ts'

/** A macro's name, who finds it, and where it lies. */
export function MacroHead({
  form,
  folders,
  isReadOnly,
}: {
  form: Form<MacroValues>
  folders: readonly MacroFolder[]
  isReadOnly: boolean
}) {
  const { t } = useTranslation()
  const can = useCan()
  const { desk } = useDesk()
  const { values, set } = form
  const scopes: readonly MacroScope[] =
    can('macro.share') || isReadOnly ? ['personal', 'team', 'shared'] : ['personal']
  // What everybody sees does not lie where one alone looks.
  const fitting = folders.filter((folder) => !folder.isOwn || values.scope === 'personal')
  return (
    <FormRow label={t('macro.head')} hint={t('macro.headHint')}>
      <Field label={t('macro.name')} error={form.error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            maxLength={120}
            autoComplete="off"
            value={values.name}
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Field label={t('macro.whoFinds')} hint={scopes.length === 1 ? t('macro.onlyPersonal') : undefined}>
          {({ id }) => (
            <Select<MacroScope>
              id={id}
              value={values.scope}
              isDisabled={isReadOnly}
              options={scopes.map((value) => ({ value, label: t(`macro.scope.${value}`) }))}
              onChange={(scope) => {
                set('scope', scope)
                set('teamId', scope === 'team' ? (values.teamId ?? desk.teams[0]?.id ?? null) : null)
                if (folders.find((folder) => folder.id === values.folderId)?.isOwn && scope !== 'personal')
                  set('folderId', null)
              }}
            />
          )}
        </Field>
        {values.scope === 'team' && (
          <Field label={t('macro.team')} error={form.error('teamId')}>
            {({ id }) => (
              <Select
                id={id}
                value={values.teamId}
                isDisabled={isReadOnly}
                options={desk.teams.map((team) => ({ value: team.id, label: team.name }))}
                onChange={(teamId) => set('teamId', teamId)}
              />
            )}
          </Field>
        )}
        <Field label={t('macro.folder')} error={form.error('folderId')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.folderId ?? 0}
              isDisabled={isReadOnly}
              options={[
                { value: 0, label: t('macro.withoutFolder') },
                ...fitting
                  .map((folder) => ({ value: folder.id, label: folderPath(folders, folder.id) }))
                  .toSorted((a, b) => a.label.localeCompare(b.label)),
              ]}
              onChange={(folderId) => set('folderId', folderId || null)}
            />
          )}
        </Field>
      </div>
    </FormRow>
  )
}
