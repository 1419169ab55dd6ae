import type { ReactElement } from 'react'
import type { TicketSort } from '#contract/ticket-filter.ts'
import { type Choice, Menu, MenuChoices } from '../../ui/menu.tsx'
import type { Rating, StatusFilter } from '../view.ts'

interface Props<T extends string> {
  trigger: ReactElement
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  align?: 'start' | 'end'
  value: T
  label: string
  choices: readonly Choice<T>[]
  onChoose: (value: T) => void
}

function FilterMenu<T extends string>({ value, label, choices, onChoose, ...menu }: Props<T>) {
  return (
    <Menu {...menu}>
      <MenuChoices<T> value={value} label={label} choices={choices} onChoose={onChoose} />
    </Menu>
  )
}

export const StatusMenu = FilterMenu<StatusFilter>
export const RatingMenu = FilterMenu<Rating | 'any'>
export const SortMenu = FilterMenu<TicketSort>
