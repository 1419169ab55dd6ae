import { useTranslation } from 'react-i18next'
import { createSkill, setSkillNeeds, type Skill, type SkillNeed, updateSkill } from '#contract/routing.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../frame/form-dialog.tsx'
import { refreshSettings } from '../use-change.ts'
import { LevelPicker } from './level-picker.tsx'

interface Need {
  /** A category's id, or a language. */
  where: number | 'ru' | 'en' | null
  level: number
}

/** A skill's name, and which tickets need it from which level. */
export function SkillDialog({
  skill,
  needs,
  onClose,
}: {
  skill: Skill | null
  needs: readonly SkillNeed[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const { desk, categoryPath } = useDesk()
  const form = useForm<{ name: string; needs: Need[] }>({
    initial: {
      name: skill?.name ?? '',
      needs: needs.map(({ categoryId, language, level }) => ({ where: language ?? categoryId, level })),
    },
    check: (values) => ({
      ...(!values.name.trim() && { name: t('settings.routing.skills.nameMissing') }),
      ...(values.needs.some((need) => need.where === null) && {
        needs: t('settings.routing.skills.everyCategory'),
      }),
    }),
    send: async (values) => {
      const name = values.name.trim()
      const { id } = skill
        ? await call(updateSkill, { params: { id: skill.id }, body: { name } })
        : await call(createSkill, { body: { name } })
      await call(setSkillNeeds, {
        params: { id },
        body: {
          needs: values.needs.map(({ where, level }) =>
            typeof where === 'number' ? { level, categoryId: where } : { level, language: where },
          ),
        },
      })
    },
    onDone: () => {
      void refreshSettings()
      onClose()
    },
    words: { already_exists: t('settings.routing.skills.taken') },
    at: { already_exists: 'name' },
  })
  const { values, set, error } = form
  const change = (at: number, part: Partial<Need>) =>
    set(
      'needs',
      values.needs.map((need, index) => (index === at ? { ...need, ...part } : need)),
    )
  const places = [
    ...(['ru', 'en'] as const).map((value) => ({
      value,
      label: `${t('settings.routing.skills.needsLanguage')}: ${t(`settings.routing.skills.language.${value}`)}`,
    })),
    ...desk.categories.map(({ id }) => ({ value: id, label: categoryPath(id) ?? '…' })),
  ]
  return (
    <FormDialog
      form={form}
      title={skill?.name ?? t('settings.routing.skills.add')}
      action={t(skill ? 'action.save' : 'action.add')}
      onClose={onClose}
      width={560}
    >
      <Field label={t('settings.routing.skills.name')} error={error('name')}>
        {(ids) => (
          <Input
            {...ids}
            name="name"
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            autoComplete="off"
            maxLength={80}
            value={values.name}
            onChange={(event) => set('name', event.target.value)}
          />
        )}
      </Field>
      <fieldset>
        <legend className="float-left w-full pb-2 text-ink-2">{t('settings.routing.skills.needs')}</legend>
        <ul className="clear-both flex flex-col gap-2">
          {values.needs.map((need, at) => (
            // The rows have no names of their own; only their places tell them apart.
            <li key={at} className="flex flex-wrap items-center gap-2">
              <Select
                value={need.where}
                label={t('settings.routing.skills.needsCategory')}
                placeholder={t('settings.routing.skills.everyCategory')}
                options={places}
                className="!w-auto !flex-1 max-md:!basis-full"
                onChange={(where) => change(at, { where })}
              />
              <LevelPicker
                label={t('settings.routing.skills.level')}
                least={1}
                level={need.level}
                onChange={(level) => change(at, { level })}
              />
              <IconButton
                icon="close"
                label={t('settings.routing.skills.removeNeed')}
                onClick={() => set('needs', values.needs.toSpliced(at, 1))}
              />
            </li>
          ))}
        </ul>
        {error('needs') && (
          <p role="alert" className="pt-1 text-sm text-bad">
            {error('needs')}
          </p>
        )}
        <Button
          icon="plus"
          look="ghost"
          className="mt-2"
          onClick={() => set('needs', [...values.needs, { where: null, level: 3 }])}
        >
          {t('settings.routing.skills.addNeed')}
        </Button>
      </fieldset>
    </FormDialog>
  )
}
