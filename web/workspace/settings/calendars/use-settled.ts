import { useEffect, useState } from 'react'

/** A value as it is once it has stayed the same for a while: a drag asks the server once, not at every pixel. */
export function useSettled<T>(value: T, waitMs = 250): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
  return settled
}
