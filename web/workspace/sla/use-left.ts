import { useEffect, useState } from 'react'
import { nextChangeMs } from './due-words.ts'

/** Milliseconds until a moment, counted down by this computer; below 0 when it is over. */
export function useLeft(at: string): number {
  const due = Date.parse(at)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), nextChangeMs(due - Date.now()))
    return () => clearTimeout(timer)
  }, [due, now])
  return due - now
}
