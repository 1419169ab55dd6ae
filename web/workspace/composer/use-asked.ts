import { useState } from 'react'
import { useShortcut } from '../../ui/keyboard.ts'
import { useCan } from '../session.ts'

/** What an agent may have wished for while the ticket or its draft was on its way. */
export type Asked = 'reply' | 'note' | 'macro' | 'article'

/** Hears the keys of an answer while it cannot be begun yet: who presses R at once should not press it twice. */
export function useAsked(isWaiting: boolean): Asked | null {
  const can = useCan()
  const [asked, setAsked] = useState<Asked | null>(null)
  useShortcut('reply', () => setAsked('reply'), { isOn: isWaiting && can('ticket.reply') })
  useShortcut('note', () => setAsked('note'), { isOn: isWaiting && can('note.write') })
  useShortcut('macro', () => setAsked('macro'), { isOn: isWaiting && can('ticket.reply') })
  useShortcut('article', () => setAsked('article'), { isOn: isWaiting })
  return asked
}
