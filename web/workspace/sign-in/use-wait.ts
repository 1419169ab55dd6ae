import { useEffect, useState } from 'react'
import type { RequestFailed } from '../../api/failure.ts'

/** Seconds until the server looks at another attempt; counts down to zero by itself. */
export function useWait(failed: RequestFailed | null): number {
  const [until, setUntil] = useState(0)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const seconds = failed?.failure === 'too_many_requests' ? Number(failed.detail['retryAfterSeconds']) : 0
    if (!Number.isFinite(seconds) || seconds <= 0) return setUntil(0)
    setNow(Date.now())
    setUntil(Date.now() + seconds * 1000)
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [failed])
  return Math.max(0, Math.ceil((until - now) / 1000))
}
