import { useShortcutsPaused } from './keyboard.ts'

/** Mounted only while a dialog is open, or on its way: the letters then belong to it, not to the keyboard layer. */
export function PauseShortcuts() {
  useShortcutsPaused()
  return null
}
