/** What a browser keeps of a chat. Where it keeps nothing, the page remembers it until it is left. */
export function openKeep(key: string) {
  const memory = new Map<string, string>()
  const name = (what: string) => `otklik-chat:${key}:${what}`
  return {
    name,
    read(what: string): string | null {
      try {
        return localStorage.getItem(name(what)) ?? memory.get(what) ?? null
      } catch {
        return memory.get(what) ?? null
      }
    },
    write(what: string, value: string | null): void {
      if (value === null) memory.delete(what)
      else memory.set(what, value)
      try {
        if (value === null) localStorage.removeItem(name(what))
        else localStorage.setItem(name(what), value)
      } catch {
        // Kept by the page alone.
      }
    },
    /** Called when another tab writes. */
    onChange(listener: (what: string) => void): void {
      addEventListener('storage', (event) => {
        const prefix = name('')
        if (event.key?.startsWith(prefix)) listener(event.key.slice(prefix.length))
      })
    },
  }
}
