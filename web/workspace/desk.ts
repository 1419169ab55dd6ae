import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Desk, StatusCategory, TicketStatus } from '#contract/desk.ts'
import type { PickerItem } from '../ui/picker.tsx'
import { deskQuery } from './queries.ts'

const empty: Desk = {
  name: 'Otklik',
  language: 'ru',
  ticketPrefix: 'HD',
  letterCopies: 'one_ticket',
  timeZone: null,
  statuses: [],
  categories: [],
  teams: [],
  agents: [],
  inboxes: [],
  tags: [],
  isDemo: false,
}

export interface DeskWords {
  readonly desk: Desk
  readonly statuses: readonly TicketStatus[]
  readonly statusName: (id: unknown) => string
  readonly defaultStatus: (category: StatusCategory) => TicketStatus | undefined
  readonly agentName: (id: unknown) => string | undefined
  readonly teamName: (id: unknown) => string | undefined
  /** `Доступ · Пароли` */
  readonly categoryPath: (id: unknown) => string | undefined
  /** The category tree, flattened in the order it is shown. */
  readonly categoryItems: readonly PickerItem<number>[]
}

function categoryTree(desk: Desk, language: 'ru' | 'en'): PickerItem<number>[] {
  const items: PickerItem<number>[] = []
  const add = (parentId: number | null, depth: number) => {
    const here = desk.categories.filter((each) => each.parentId === parentId)
    for (const each of here.toSorted((a, b) => a.position - b.position || a.id - b.id)) {
      items.push({ value: each.id, label: each.names[language], depth })
      // The administrator cannot make a loop, but a page must not hang if the data had one.
      if (depth < 10) add(each.id, depth + 1)
    }
  }
  add(null, 0)
  return items
}

/** The words the desk is made of, in the agent's language. */
export function useDesk(): DeskWords {
  const { data: desk = empty } = useQuery(deskQuery)
  const { i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'ru'
  return useMemo(() => {
    const statuses = new Map(desk.statuses.map((each) => [each.id, each]))
    const agents = new Map(desk.agents.map((each) => [each.id, each.name]))
    const teams = new Map(desk.teams.map((each) => [each.id, each.name]))
    const categories = new Map(desk.categories.map((each) => [each.id, each]))
    const path = (id: number | null, depth = 0): string[] => {
      const category = id === null ? undefined : categories.get(id)
      return category && depth < 10 ? [...path(category.parentId, depth + 1), category.names[language]] : []
    }
    return {
      desk,
      statuses: desk.statuses.toSorted((a, b) => a.position - b.position || a.id - b.id),
      statusName: (id) => statuses.get(Number(id))?.names[language] ?? '…',
      defaultStatus: (category) =>
        desk.statuses.find((each) => each.category === category && each.isDefault) ??
        desk.statuses.find((each) => each.category === category),
      agentName: (id) => agents.get(Number(id)),
      teamName: (id) => teams.get(Number(id)),
      categoryPath: (id) => path(Number(id)).join(' · ') || undefined,
      categoryItems: categoryTree(desk, language),
    }
  }, [desk, language])
}
