import { useTranslation } from 'react-i18next'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { useDesk } from '../../../desk.ts'
import { priorities } from '../../../ticket/priority.tsx'
import { nobody, useTicketChoices } from '../../actions/use-ticket-choices.ts'
import { doers, sources, statusCategories } from '../options.ts'
import type { choiceFields, idFields } from '../fields.ts'

/** Stands for "nothing chosen" where a list has words; no word is empty. */
export const nothing = ''

/** What a field can be, in words. */
export function useChoices() {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const choices = useTicketChoices()

  const idItems = (field: (typeof idFields)[number]): PickerItem<number>[] => {
    switch (field) {
      case 'status':
      case 'category':
      case 'team':
      case 'assignee':
        return choices[field]
      case 'inbox':
        return [
          { value: nobody, label: t('rules.none.inbox') },
          ...desk.inboxes.map(({ id, name, address }) => ({ value: id, label: name, hint: address })),
        ]
      case 'customer':
        return [{ value: nobody, label: t('rules.none.customer') }]
      case 'organization':
        return [{ value: nobody, label: t('rules.none.organization') }]
    }
  }

  const choiceItems = (field: (typeof choiceFields)[number]): PickerItem<string>[] => {
    switch (field) {
      case 'status_category':
        return statusCategories.map((value) => ({ value, label: t(`statusCategory.${value}`) }))
      case 'priority':
        return priorities.map((value) => ({ value, label: t(`priority.${value}`) }))
      case 'source':
        return sources.map((value) => ({ value, label: t(`source.${value}`) }))
      case 'language':
        return [
          { value: 'ru', label: t('rules.language.ru') },
          { value: 'en', label: t('rules.language.en') },
          { value: nothing, label: t('rules.language.unknown') },
        ]
      case 'done_by':
        return doers.map((value) => ({ value, label: t(`rules.doneBy.${value}`) }))
    }
  }

  return { idItems, choiceItems }
}
