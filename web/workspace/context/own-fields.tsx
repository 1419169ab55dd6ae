import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField, FieldOwner, FieldValue } from '#contract/fields.ts'
import { isFilled } from '#contract/field-values.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useFields } from '../fields/use-fields.ts'
import { FieldEditor } from './field-editor.tsx'
import { Fact } from './section.tsx'

/**
 * The fields the desk added to a card, each changed where it stands; nothing where there are none. Its `key` is the
 * card: what is half typed belongs to that one alone.
 */
export function OwnFields({
  owner,
  values,
  isLocked,
  onChange,
}: {
  owner: FieldOwner
  values: Record<string, unknown>
  isLocked: boolean
  onChange: (key: string, value: FieldValue | null) => void
}) {
  const { t } = useTranslation()
  const words = useFields()
  const [added, setAdded] = useState<string | null>(null)
  const own = words.fields.filter((field) => field.owner === owner && field.shown !== 'never')
  const isShown = (field: CustomField) => {
    const has = values[field.key] !== undefined
    return field.isArchived ? has : has || field.shown === 'always' || field.key === added
  }
  const hidden = own.filter((field) => !field.isArchived && !isShown(field))
  return (
    <>
      {own.filter(isShown).map((field) => {
        const name = words.nameOf(field)
        const lacks = field.isRequiredToSolve && !field.isArchived && !isFilled(values[field.key])
        return (
          <Fact
            key={field.id}
            label={
              <span className="break-words">
                {name}
                {lacks && (
                  <span title={t('field.required')} className="ml-0.5 text-bad">
                    *<span className="sr-only">{t('field.required')}</span>
                  </span>
                )}
              </span>
            }
          >
            <FieldEditor
              field={field}
              name={name}
              value={(values[field.key] ?? null) as FieldValue | null}
              isLocked={isLocked || field.isArchived}
              isOpenAtOnce={field.key === added}
              onChange={(value) => onChange(field.key, value)}
            />
          </Fact>
        )
      })}
      {hidden.length > 0 && !isLocked && (
        <div>
          <Menu
            trigger={
              <Button look="ghost" icon="plus" className="-ml-1.5">
                {t('field.more')}
              </Button>
            }
          >
            {hidden.map((field) => (
              <MenuItem key={field.id} onSelect={() => setAdded(field.key)}>
                {words.nameOf(field)}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
    </>
  )
}
