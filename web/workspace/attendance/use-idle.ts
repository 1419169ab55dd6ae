import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sayIdle } from '../live.ts'
import { ownAttendanceQuery } from './queries.ts'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Tells the server when nobody has touched the desk for a while, and when somebody does again. */
export function useIdle(): void {
  const { data } = useQuery(ownAttendanceQuery)
  const afterMs = (data?.idleMinutes ?? 10) * 60_000
  useEffect(() => {
    let timer = setTimeout(() => sayIdle(true), afterMs)
    let heardAt = 0
    const onSign = (event: Event) => {
      // A moving mouse speaks a hundred times a second.
      if (event.timeStamp - heardAt < 1000) return
      heardAt = event.timeStamp
      clearTimeout(timer)
      timer = setTimeout(() => sayIdle(true), afterMs)
      sayIdle(false)
    }
    for (const sign of signs) window.addEventListener(sign, onSign, { passive: true, capture: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) window.removeEventListener(sign, onSign, { capture: true })
    }
  }, [afterMs])
}
