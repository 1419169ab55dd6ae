import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldChoice } from '#contract/fields.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { keyOf } from './key-of.ts'

/** A choice while it is typed. */
export interface ChoiceDraft {
  /** Null for one that is new. */
  readonly value: string | null
  readonly ru: string
  readonly en: string
  readonly isArchived: boolean
}

/** As the contract has it. */
const mostChoices = 100

const empty: ChoiceDraft = { value: null, ru: '', en: '', isArchived: false }

export function draftsOf(choices: readonly FieldChoice[]): ChoiceDraft[] {
  const drafts = choices.map(({ value, names, isArchived }) => ({ value, ...names, isArchived }))
  return drafts.length === 0 ? [empty, empty] : drafts
}

/** The choices that were typed; a name in one language stands for both, and a row without a name for nothing. */
export function choicesOf(drafts: readonly ChoiceDraft[]): FieldChoice[] {
  const taken = drafts.flatMap((draft) => draft.value ?? [])
  return drafts.flatMap(({ value, ru, en, isArchived }) => {
    const names = { ru: ru.trim() || en.trim(), en: en.trim() || ru.trim() }
    if (!names.ru) return []
    const key = value ?? keyOf(names.en, taken)
    if (value === null) taken.push(key)
    return { value: key, names, isArchived }
  })
}

/** The choices of a field, one below the other, in both languages. */
export function ChoicesEditor({
  choices,
  error,
  onChange,
}: {
  choices: readonly ChoiceDraft[]
  error: string | null
  onChange: (choices: readonly ChoiceDraft[]) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const list = useRef<HTMLUListElement>(null)
  const addId = useId()
  const order = language === 'en' ? (['en', 'ru'] as const) : (['ru', 'en'] as const)
  const set = (at: number, change: Partial<ChoiceDraft>) =>
    onChange(choices.map((choice, index) => (index === at ? { ...choice, ...change } : choice)))
  const focus = (row: number, what: string) =>
    requestAnimationFrame(() => {
      const rows = list.current?.children
      const target = rows?.item(Math.min(row, rows.length - 1))?.querySelector<HTMLElement>(what)
      target?.focus()
    })
  /** The focus goes with the choice, so that the next press moves the same one. */
  const swap = (at: number, by: -1 | 1) => {
    const next = [...choices]
    const [moved] = next.splice(at, 1)
    if (!moved || at + by < 0 || at + by > next.length) return
    onChange(next.toSpliced(at + by, 0, moved))
    focus(at + by, `[data-move="${by}"]`)
  }
  const add = () => {
    onChange([...choices, empty])
    focus(choices.length, 'input')
  }
  const remove = (at: number) => {
    onChange(choices.filter((_, index) => index !== at))
    // The button that was pressed is gone.
    if (choices.length > 1) focus(at, 'input:enabled, button:enabled')
    else document.getElementById(addId)?.focus()
  }
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-ink-2">{t('settings.fields.choices')}</legend>
      <ul ref={list} className="flex flex-col gap-1.5 max-md:gap-4">
        {choices.map((choice, at) => {
          const name = choice[language] || String(at + 1)
          return (
            // Rows have nothing but their place that stays while they are typed.
            <li key={at} className="flex items-center gap-1.5">
              <span className="flex min-w-0 flex-1 gap-1.5 max-md:flex-col">
                {order.map((each, column) => (
                  <Input
                    key={each}
                    lang={each}
                    aria-label={t(`settings.fields.choiceIn.${each}`, { number: at + 1 })}
                    placeholder={
                      column === 0
                        ? t(`settings.nameIn.${each}`)
                        : choice[order[0]] || t(`settings.nameIn.${each}`)
                    }
                    maxLength={200}
                    autoComplete="off"
                    disabled={choice.isArchived}
                    value={choice[each]}
                    onChange={(event) => set(at, { [each]: event.target.value })}
                  />
                ))}
              </span>
              <span className="flex flex-none">
                <IconButton
                  icon="up"
                  data-move="-1"
                  label={t('settings.moveUp', { name })}
                  aria-disabled={at === 0}
                  onClick={() => swap(at, -1)}
                />
                <IconButton
                  icon="down"
                  data-move="1"
                  label={t('settings.moveDown', { name })}
                  aria-disabled={at === choices.length - 1}
                  onClick={() => swap(at, 1)}
                />
                {choice.value === null ? (
                  <IconButton
                    icon="trash"
                    label={t('settings.fields.removeChoice', { name })}
                    onClick={() => remove(at)}
                  />
                ) : (
                  <IconButton
                    icon={choice.isArchived ? 'refresh' : 'trash'}
                    label={t(
                      choice.isArchived ? 'settings.fields.restoreOne' : 'settings.fields.archiveChoice',
                      { name },
                    )}
                    onClick={() => set(at, { isArchived: !choice.isArchived })}
                  />
                )}
              </span>
            </li>
          )
        })}
      </ul>
      <div>
        <Button
          id={addId}
          look="ghost"
          icon="plus"
          className="-ml-1.5"
          disabled={choices.length >= mostChoices}
          onClick={add}
        >
          {t('settings.fields.addChoice')}
        </Button>
      </div>
      {error && (
        <div role="alert" className="text-sm text-bad">
          {error}
        </div>
      )}
    </fieldset>
  )
}
