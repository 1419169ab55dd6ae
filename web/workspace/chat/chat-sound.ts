import { useSyncExternalStore } from 'react'

const place = 'chat-silent'
const listeners = new Set<() => void>()

/** Whether this browser rings for lines of chats; it does until somebody silences it. */
export function hasChatSound(): boolean {
  return localStorage.getItem(place) === null
}

export function setChatSound(isOn: boolean): void {
  if (isOn) localStorage.removeItem(place)
  else localStorage.setItem(place, 'yes')
  for (const listener of listeners) listener()
}

export function useChatSound(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, hasChatSound)
}
