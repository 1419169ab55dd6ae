import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react'

export type ShortcutGroup = 'list' | 'ticket' | 'global'

export interface Shortcut {
  /** What names it in `keys.*` of the catalogs. */
  readonly id: ShortcutId
  readonly group: ShortcutGroup
  /** `j`, `?`, `Enter`, `Escape`, `Ctrl+k`; the first one is the one shown on buttons. */
  readonly keys: readonly string[]
}

export const shortcuts = {
  next: { id: 'next', group: 'list', keys: ['j', 'ArrowDown'] },
  previous: { id: 'previous', group: 'list', keys: ['k', 'ArrowUp'] },
  open: { id: 'open', group: 'list', keys: ['Enter'] },
  select: { id: 'select', group: 'list', keys: ['x'] },
  reply: { id: 'reply', group: 'ticket', keys: ['r'] },
  note: { id: 'note', group: 'ticket', keys: ['n'] },
  macro: { id: 'macro', group: 'ticket', keys: ['m'] },
  article: { id: 'article', group: 'ticket', keys: ['i', 'Ctrl+/'] },
  assign: { id: 'assign', group: 'ticket', keys: ['a'] },
  solve: { id: 'solve', group: 'ticket', keys: ['e'] },
  freeze: { id: 'freeze', group: 'ticket', keys: ['f'] },
  merge: { id: 'merge', group: 'ticket', keys: ['u'] },
  send: { id: 'send', group: 'ticket', keys: ['Ctrl+Enter'] },
  undo: { id: 'undo', group: 'global', keys: ['z', 'Ctrl+z'] },
  create: { id: 'create', group: 'global', keys: ['c'] },
  takeNext: { id: 'takeNext', group: 'global', keys: ['t'] },
  nextChat: { id: 'nextChat', group: 'global', keys: ['w'] },
  status: { id: 'status', group: 'global', keys: ['s'] },
  notices: { id: 'notices', group: 'global', keys: ['b'] },
  palette: { id: 'palette', group: 'global', keys: ['Ctrl+k', '/'] },
  help: { id: 'help', group: 'global', keys: ['?'] },
  escape: { id: 'escape', group: 'global', keys: ['Escape'] },
} as const satisfies Record<string, { id: string; group: ShortcutGroup; keys: readonly string[] }>
export type ShortcutId = keyof typeof shortcuts

/** What of a keyboard event matters here; a plain object in tests. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/**
 * Whether a press is the key written as `pattern`. Letters are matched by their place when the layout is not Latin:
 * an agent typing Russian presses «о» where J is, and means J.
 */
export function isPressed(press: KeyPress, pattern: string): boolean {
  const parts = pattern.split('+')
  const key = parts.pop() ?? ''
  const wantsControl = parts.includes('Ctrl')
  if ((press.ctrlKey || press.metaKey) !== wantsControl || press.altKey) return false
  if (/^[a-z]$/.test(key)) {
    if (press.shiftKey) return false
    const isLatin = /^[a-z]$/i.test(press.key)
    return isLatin ? press.key.toLowerCase() === key : press.code === `Key${key.toUpperCase()}`
  }
  if (key === '?') return press.key === '?' || (press.key === ',' && press.code === 'Slash')
  if (key === '/') return press.key === '/' || (press.key === '.' && press.code === 'Slash')
  return press.key === key && !press.shiftKey
}

/** How a key is written on a button: `Ctrl K`, `J`, `Esc`. */
export function keyLabel(pattern: string): string {
  const names: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc' }
  return pattern
    .split('+')
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ')
}

interface Binding {
  readonly run: () => void
  /** Also while a text field has the cursor; of its keys only those with Ctrl. */
  readonly isInFields: boolean
}

const bindings = new Map<ShortcutId, Binding[]>()
const listeners = new Set<() => void>()
let registered: readonly ShortcutId[] = []
let pauses = 0

function publish(): void {
  registered = [...bindings.entries()].filter(([, list]) => list.length > 0).map(([id]) => id)
  for (const listener of listeners) listener()
}

function isTyping(target: EventTarget | null): boolean {
  // In a box that is ticked nobody types: whoever works a checklist off goes on with the keyboard.
  if (target instanceof HTMLInputElement && /^(checkbox|radio)$/.test(target.type)) return false
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  )
}

/** On a button or a link Enter already means something, and the arrows do in menus and tabs. */
function hasOwnMeaning(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="menu"],[role="listbox"],[role="tablist"],[role="dialog"]')) return true
  return key === 'Enter' && target.closest('a,button,summary') !== null
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || pauses > 0) return
  const id = registered.find((each) => shortcuts[each].keys.some((key) => isPressed(event, key)))
  const binding = id && bindings.get(id)?.at(-1)
  if (!binding) return
  // Without Ctrl it is a letter of what is written; in a Russian layout the full stop stands on the key of `/`.
  const isLetter = !event.ctrlKey && !event.metaKey
  if (isTyping(event.target) && (isLetter || !binding.isInFields)) return
  if (hasOwnMeaning(event.target, event.key)) return
  event.preventDefault()
  binding.run()
}

/** Starts listening; called once, by the application. */
export function startKeyboard(): () => void {
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

/** Binds a shortcut while the component is mounted and `isOn`. The latest to bind wins, so a ticket overrules a list. */
export function useShortcut(
  id: ShortcutId,
  run: () => void,
  options: { isOn?: boolean; isInFields?: boolean } = {},
): void {
  const { isOn = true, isInFields = false } = options
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!isOn) return
    const binding: Binding = { run: () => latest.current(), isInFields }
    bindings.set(id, [...(bindings.get(id) ?? []), binding])
    publish()
    return () => {
      bindings.set(
        id,
        (bindings.get(id) ?? []).filter((each) => each !== binding),
      )
      publish()
    }
  }, [id, isOn, isInFields])
}

/** Silences the letters while mounted: a dialog has the keyboard. */
export function useShortcutsPaused(): void {
  useEffect(() => {
    pauses++
    return () => {
      pauses--
    }
  }, [])
}

/** What can be pressed on this screen, for the help sheet. */
export function useRegisteredShortcuts(): readonly ShortcutId[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => registered,
  )
}
