import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormField, FormFieldKind } from '#contract/web-forms.ts'
import { announce } from '../../../ui/announce.tsx'
import { buttonClass, IconButton } from '../../../ui/button.tsx'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { Menu, MenuGroup, MenuItem } from '../../../ui/menu.tsx'
import { Tag } from '../../../ui/tag.tsx'
import type { Form } from '../../forms/use-form.ts'
import { OrderedRow } from '../frame/ordered-row.tsx'
import { Problem } from '../sentence/token.tsx'
import { FieldDialog } from './field-dialog.tsx'
import { type FormValues, moved, newId, without } from './form-values.ts'
import { useFieldWords } from './use-field-words.ts'

const standard = ['name', 'email', 'phone', 'subject', 'message', 'category', 'files'] as const
const icons: Record<FormFieldKind, IconName> = {
  name: 'user',
  email: 'mail',
  phone: 'phone',
  subject: 'tag',
  message: 'chat',
  category: 'stack',
  files: 'clip',
  ticket: 'inbox',
  customer: 'users',
}

/** The fields of a form in their order; each is changed in a window of its own. */
export function FieldList({ form: { values, set, error } }: { form: Form<FormValues> }) {
  const { t } = useTranslation()
  const words = useFieldWords()
  const [openId, setOpenId] = useState<string | null>(null)
  const list = useRef<HTMLOListElement>(null)
  const { fields } = values
  const open = fields.find((field) => field.id === openId)
  const move = (from: number, to: number) => {
    const next = moved(fields, from, to)
    const field = fields[from]
    if (!next || !field) return
    set('fields', next)
    announce(t('settings.webForms.movedTo', { name: words.nameOf(field), place: to + 1 }))
  }
  const add = (kind: FormFieldKind, key: string | null) => {
    const id = newId(fields, key ?? kind)
    const nothing = { labels: {}, hints: {}, preset: null, shownWhen: null }
    set('fields', [...fields, { id, kind, key, isRequired: kind === 'email', ...nothing }])
    setOpenId(id)
  }
  const isThere = (kind: FormFieldKind, key: string | null) =>
    fields.some((field) => field.kind === kind && field.key === key)
  const own = words.own.fields.filter((field) => !field.isArchived && field.owner !== 'organization')
  const offered = own.filter((field) => !isThere(field.owner as FormFieldKind, field.key))
  return (
    <div className="flex flex-col gap-2">
      <ol
        ref={list}
        className="overflow-hidden rounded-lg border border-line"
        aria-label={t('settings.webForms.fields')}
      >
        {fields.map((field, at) => {
          const name = words.nameOf(field)
          const condition = words.conditionOf(field, fields)
          return (
            <OrderedRow
              key={field.id}
              list="form-fields"
              name={name}
              at={at}
              count={fields.length}
              isMoving={false}
              onMove={move}
              end={
                <IconButton
                  icon="trash"
                  label={t('settings.webForms.removeField', { name })}
                  disabled={fields.length === 1}
                  onClick={() => set('fields', without(fields, field.id))}
                />
              }
            >
              <Icon name={icons[field.kind]} className="flex-none text-ink-3" />
              <button
                type="button"
                className="min-w-0 flex-1 rounded-xs text-left"
                onClick={() => setOpenId(field.id)}
              >
                <span className="font-medium break-words hover:underline">{name}</span>
                {condition && <span className="block text-sm break-words text-ink-3">{condition}</span>}
                {field.preset !== null && (
                  <span className="block text-sm break-words text-ink-3">
                    {t('settings.webForms.presetIs', { value: field.preset })}
                  </span>
                )}
              </button>
              {field.isRequired && field.preset === null && <Tag>{t('settings.webForms.required')}</Tag>}
            </OrderedRow>
          )
        })}
      </ol>
      {error('fields') && <Problem>{error('fields')}</Problem>}
      <Menu
        trigger={
          <button type="button" className={buttonClass('plain', 'self-start')}>
            <Icon name="plus" />
            {t('settings.webForms.addField')}
          </button>
        }
      >
        <MenuGroup label={t('settings.webForms.standardFields')}>
          {standard.map((kind) => (
            <MenuItem
              key={kind}
              icon={icons[kind]}
              isDisabled={isThere(kind, null)}
              onSelect={() => add(kind, null)}
            >
              {t(`settings.webForms.kind.${kind}`)}
            </MenuItem>
          ))}
        </MenuGroup>
        {offered.length > 0 && (
          <MenuGroup label={t('settings.webForms.ownFields')}>
            {offered.map((field) => (
              <MenuItem
                key={field.id}
                icon={icons[field.owner as FormFieldKind]}
                onSelect={() => add(field.owner as FormFieldKind, field.key)}
              >
                {words.own.nameOf(field)}
              </MenuItem>
            ))}
          </MenuGroup>
        )}
      </Menu>
      {open && (
        <FieldDialog
          key={open.id}
          field={open}
          fields={fields}
          languages={values.languages}
          onClose={() => setOpenId(null)}
          onDone={(next: FormField) => {
            set(
              'fields',
              fields.map((each) => (each.id === next.id ? next : each)),
            )
            setOpenId(null)
          }}
        />
      )}
    </div>
  )
}
