import { createContext, type RefObject } from 'react'

/** Which item a menu begins with when something other than its own button has opened it: none after a mouse. */
export type LateStart = 'first' | 'last' | 'none'

/** Of the `LateMenu` a menu stands in; what it says is for one opening. */
export const LateStartContext = createContext<RefObject<LateStart> | null>(null)
