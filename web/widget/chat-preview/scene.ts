import type { ChatConfig } from '#contract/chat.ts'

/** What a preview shows: the settings as they are on the screen, and what happens in it. */
export interface Scene {
  config: Pick<
    ChatConfig,
    | 'languages'
    | 'language'
    | 'texts'
    | 'accent'
    | 'accentDark'
    | 'position'
    | 'form'
    | 'proactive'
    | 'isOnline'
    | 'nextOnlineAt'
  >
  isDark: boolean
  /** The button with an invitation, the open chat before a word, or a conversation. */
  moment: 'closed' | 'begin' | 'talk'
}

/** What the frame says when it can be shown something. */
export const readyWord = 'otklik chat preview ready'
