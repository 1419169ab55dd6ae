import { Combobox } from '@base-ui/react/combobox'
import { type ReactElement, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { foundItems } from './found-items.ts'
import { Icon } from './icon.tsx'
import { menuItemClass } from './menu.tsx'

export interface PickerItem<T extends string | number> {
  readonly value: T
  readonly label: string
  readonly mark?: ReactNode
  readonly hint?: string
  /** Levels below the top of a tree. */
  readonly depth?: number
}

interface Shared<T extends string | number> {
  trigger: ReactElement
  items: readonly PickerItem<T>[]
  placeholder: string
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'end'
  query?: string
  onQueryChange?: (query: string) => void
}

function Popup({ placeholder, align }: { placeholder: string; align: 'start' | 'end' }) {
  const { t } = useTranslation()
  return (
    <Combobox.Portal>
      <Combobox.Positioner sideOffset={4} align={align} className="z-50 outline-none">
        <Combobox.Popup
          aria-label={placeholder}
          className="surface pop-in flex max-h-[min(360px,var(--available-height))] w-64 max-w-(--available-width) flex-col outline-none"
        >
          <div className="flex h-9 flex-none items-center gap-2 border-b border-line px-2.5 text-ink-3">
            <Icon name="search" size={14} />
            <Combobox.Input
              placeholder={placeholder}
              aria-label={placeholder}
              className="h-full w-full bg-transparent text-ink outline-none max-md:text-[16px]"
            />
          </div>
          <Combobox.Empty>
            <div className="px-3 py-3 text-ink-3">{t('ticket.nothingFound')}</div>
          </Combobox.Empty>
          <Combobox.List className="min-h-0 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
            {(item: PickerItem<string | number>) => (
              <Combobox.Item key={item.value} value={item} className={menuItemClass}>
                {item.depth ? <span style={{ width: item.depth * 14 }} className="flex-none" /> : null}
                {item.mark}
                <span className="min-w-0 flex-1 truncate">
                  {item.label}
                  {item.hint && <span className="ml-1.5 text-ink-3">{item.hint}</span>}
                </span>
                <Combobox.ItemIndicator>
                  <Icon name="check" className="text-accent" />
                </Combobox.ItemIndicator>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  )
}

const same = <T extends string | number>(a: PickerItem<T>, b: PickerItem<T>) => a.value === b.value

/** What is typed into the search and what it finds. A caller that keeps what is typed has a server look for it. */
function useFound<T extends string | number>({ items, query, onQueryChange }: Shared<T>) {
  const [own, setOwn] = useState('')
  const inputValue = query ?? own
  const onInputValueChange = (next: string) => {
    setOwn(next)
    onQueryChange?.(next)
  }
  return {
    items,
    filteredItems: foundItems(items, inputValue, query !== undefined),
    inputValue,
    onInputValueChange,
  }
}

/** One of many, found by typing. */
export function Picker<T extends string | number>(
  props: Shared<T> & { value: T | null; onPick: (value: T) => void },
) {
  const chosen = props.items.find((item) => item.value === props.value) ?? null
  return (
    <Combobox.Root
      {...useFound(props)}
      value={chosen}
      onValueChange={(item: PickerItem<T> | null) => item && props.onPick(item.value)}
      isItemEqualToValue={same}
      itemToStringLabel={(item: PickerItem<T>) => item.label}
      open={props.isOpen}
      onOpenChange={props.onOpenChange}
      autoHighlight
    >
      <Combobox.Trigger render={props.trigger} />
      <Popup placeholder={props.placeholder} align={props.align ?? 'start'} />
    </Combobox.Root>
  )
}

/** Several of many, found by typing; stays open while choosing. */
export function MultiPicker<T extends string | number>(
  props: Shared<T> & { values: readonly T[]; onChange: (values: T[]) => void },
) {
  const chosen = props.items.filter((item) => props.values.includes(item.value))
  return (
    <Combobox.Root
      multiple
      {...useFound(props)}
      value={chosen}
      onValueChange={(items: PickerItem<T>[]) => props.onChange(items.map((item) => item.value))}
      isItemEqualToValue={same}
      itemToStringLabel={(item: PickerItem<T>) => item.label}
      open={props.isOpen}
      onOpenChange={props.onOpenChange}
      autoHighlight
    >
      <Combobox.Trigger render={props.trigger} />
      <Popup placeholder={props.placeholder} align={props.align ?? 'start'} />
    </Combobox.Root>
  )
}
