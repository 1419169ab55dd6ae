import type { ReactNode } from 'react'
import { Icon } from '../../ui/icon.tsx'

/** Something about the answer that its writer has to decide before anything else. */
export function AlertBar({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div
      role="alert"
      className="flex flex-none flex-wrap items-center gap-2 border-t border-line bg-warn-soft px-3 py-1.5 text-warn"
    >
      <Icon name="alert" />
      <span className="min-w-0 flex-1">{text}</span>
      {children}
    </div>
  )
}
