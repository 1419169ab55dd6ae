import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#contract/fields.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { Input, Textarea } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { splitTags } from '../mail-rules/rule-values.ts'
import type { ActionChoices } from './action-choices.ts'

/** The value of one action. */
export function ActionFields({
  action,
  choices,
  onChange,
}: {
  action: TicketAction
  choices: ActionChoices
  onChange: (action: TicketAction) => void
}) {
  const { t } = useTranslation()
  const label = t(`macro.action.${action.type}`)
  switch (action.type) {
    case 'set_status':
      return (
        <Select
          label={label}
          value={action.statusId}
          options={choices.statuses}
          onChange={(statusId) => onChange({ ...action, statusId })}
        />
      )
    case 'set_priority':
      return (
        <Select
          label={label}
          value={action.priority}
          options={choices.priorities}
          onChange={(priority) => onChange({ ...action, priority })}
        />
      )
    case 'set_category':
      return (
        <Select
          label={label}
          value={action.categoryId ?? 0}
          options={choices.categories}
          onChange={(id) => onChange({ ...action, categoryId: id || null })}
        />
      )
    case 'set_team':
      return (
        <Select
          label={label}
          value={action.teamId ?? 0}
          options={choices.teams}
          onChange={(id) => onChange({ ...action, teamId: id || null })}
        />
      )
    case 'set_assignee':
      return (
        <Select
          label={label}
          value={action.assigneeId ?? 0}
          options={choices.agents}
          onChange={(id) => onChange({ ...action, assigneeId: id || null })}
        />
      )
    case 'set_subject':
      return (
        <Input
          aria-label={label}
          maxLength={500}
          value={action.subject}
          onChange={(event) => onChange({ ...action, subject: event.target.value })}
        />
      )
    case 'add_tags':
    case 'remove_tags':
      return <TagsInput label={label} tags={action.tags} onChange={(tags) => onChange({ ...action, tags })} />
    case 'add_note':
      return (
        <Textarea
          aria-label={label}
          rows={3}
          maxLength={20_000}
          placeholder={t('macro.notePlaceholder')}
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.target.value })}
        />
      )
    case 'freeze':
      return (
        <FreezeFields minutes={action.minutes} onChange={(minutes) => onChange({ ...action, minutes })} />
      )
    case 'unfreeze':
      return <span className="block pt-1 text-ink-3">{t('macro.unfreezeHint')}</span>
    case 'start_checklist':
      return (
        <Select
          label={label}
          value={action.checklistId}
          options={choices.checklists}
          onChange={(checklistId) => onChange({ ...action, checklistId })}
        />
      )
    case 'set_field':
      return <FieldFields action={action} fields={choices.fields} onChange={onChange} />
  }
}

function TagsInput({
  label,
  tags,
  onChange,
}: {
  label: string
  tags: readonly string[]
  onChange: (tags: string[]) => void
}) {
  const { t } = useTranslation()
  const [text, setText] = useState(tags.join(', '))
  return (
    <Input
      aria-label={label}
      placeholder={t('macro.tagsPlaceholder')}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        onChange(splitTags(event.target.value))
      }}
    />
  )
}

const units = { minute: 1, hour: 60, day: 1440 } as const
type Unit = keyof typeof units

function FreezeFields({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }) {
  const { t } = useTranslation()
  const [unit, setUnit] = useState<Unit>(
    minutes % 1440 === 0 ? 'day' : minutes % 60 === 0 ? 'hour' : 'minute',
  )
  const count = minutes / units[unit]
  return (
    <div className="grid grid-cols-[90px_140px] gap-2">
      <Input
        type="number"
        min={1}
        aria-label={t('macro.freezeFor')}
        value={Number.isFinite(count) ? count : ''}
        onChange={(event) => onChange(Math.round(event.target.valueAsNumber * units[unit]))}
      />
      <Select<Unit>
        label={t('macro.freezeUnit')}
        value={unit}
        options={(['minute', 'hour', 'day'] as const).map((value) => ({
          value,
          label: t(`macro.unit.${value}`),
        }))}
        onChange={(next) => {
          setUnit(next)
          onChange(Math.round(count * units[next]))
        }}
      />
    </div>
  )
}

function FieldFields({
  action,
  fields,
  onChange,
}: {
  action: Extract<TicketAction, { type: 'set_field' }>
  fields: readonly CustomField[]
  onChange: (action: TicketAction) => void
}) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const field = fields.find((each) => each.key === action.key)
  const set = (value: typeof action.value) => onChange({ ...action, value })
  const valueLabel = t('macro.fieldValue')
  return (
    <div className="grid grid-cols-2 gap-2 max-md:grid-cols-1">
      <Select
        label={t('macro.field')}
        value={action.key}
        options={fields.map((each) => ({ value: each.key, label: each.names[language] }))}
        onChange={(key) => onChange({ type: 'set_field', key, value: null })}
      />
      {field?.kind === 'choice' || field?.kind === 'checkbox' ? (
        <Select
          label={valueLabel}
          value={action.value === null ? '' : String(action.value)}
          options={[
            { value: '', label: t('macro.none') },
            ...(field.kind === 'checkbox'
              ? [
                  { value: 'true', label: t('macro.yes') },
                  { value: 'false', label: t('macro.no') },
                ]
              : field.choices
                  .filter((choice) => !choice.isArchived)
                  .map((choice) => ({ value: choice.value, label: choice.names[language] }))),
          ]}
          onChange={(value) =>
            set(value === '' ? null : field.kind === 'checkbox' ? value === 'true' : value)
          }
        />
      ) : field?.kind === 'multi_choice' ? (
        <div className="flex flex-col">
          {field.choices
            .filter((choice) => !choice.isArchived)
            .map((choice) => {
              const chosen = Array.isArray(action.value) ? action.value : []
              return (
                <label key={choice.value} className="flex items-center gap-2 py-0.5">
                  <input
                    type="checkbox"
                    className="size-4 accent-(--accent)"
                    checked={chosen.includes(choice.value)}
                    onChange={(event) => {
                      const next = event.target.checked
                        ? [...chosen, choice.value]
                        : chosen.filter((value) => value !== choice.value)
                      set(next.length > 0 ? next : null)
                    }}
                  />
                  {choice.names[language]}
                </label>
              )
            })}
        </div>
      ) : (
        <Input
          aria-label={valueLabel}
          placeholder={t('macro.fieldEmpty')}
          type={field?.kind === 'number' ? 'number' : field?.kind === 'date' ? 'date' : 'text'}
          value={typeof action.value === 'number' || typeof action.value === 'string' ? action.value : ''}
          onChange={(event) =>
            set(
              event.target.value === ''
                ? null
                : field?.kind === 'number'
                  ? event.target.valueAsNumber
                  : event.target.value,
            )
          }
        />
      )}
    </div>
  )
}
