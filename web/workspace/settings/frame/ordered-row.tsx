import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'

/** Drags go within one list only. */
const kindOf = (list: string) => `application/x-otklik-${list}`

/** A row whose place is changed by dragging it, or with the arrows. */
export function OrderedRow({
  list,
  name,
  at,
  count,
  isMoving,
  onMove,
  children,
  end,
}: {
  /** What the list is called, in lower case. */
  list: string
  name: string
  at: number
  count: number
  isMoving: boolean
  onMove: (from: number, to: number) => void
  children: ReactNode
  end?: ReactNode
}) {
  const { t } = useTranslation()
  const [isTarget, setTarget] = useState(false)
  const kind = kindOf(list)
  // Not `disabled`: that would throw the focus off the arrow with every press.
  const move = (to: number) => !isMoving && to >= 0 && to < count && onMove(at, to)
  const isOurs = (event: DragEvent) => event.dataTransfer.types.includes(kind)
  return (
    <li
      draggable={count > 1}
      onDragStart={(event) => {
        event.dataTransfer.setData(kind, String(at))
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => {
        if (!isOurs(event)) return
        event.preventDefault()
        setTarget(true)
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        setTarget(false)
        if (!isOurs(event)) return
        event.preventDefault()
        onMove(Number(event.dataTransfer.getData(kind)), at)
      }}
      className={classNames(
        'flex items-center gap-3 border-t border-line px-4 py-2 first:border-t-0 max-md:gap-2 max-md:px-3',
        isTarget && 'bg-accent-soft',
      )}
    >
      <span
        className={classNames(
          'numeric w-5 flex-none text-right text-ink-3 max-md:hidden',
          count > 1 && 'cursor-grab',
        )}
        aria-hidden="true"
      >
        {at + 1}
      </span>
      {children}
      <span className="flex flex-none">
        {count > 1 && (
          <>
            <IconButton
              icon="up"
              label={t('settings.moveUp', { name })}
              aria-disabled={at === 0 || isMoving}
              onClick={() => move(at - 1)}
            />
            <IconButton
              icon="down"
              label={t('settings.moveDown', { name })}
              aria-disabled={at === count - 1 || isMoving}
              onClick={() => move(at + 1)}
            />
          </>
        )}
        {end}
      </span>
    </li>
  )
}

/** The ids of a list in the order they have after one of them moved; null when nothing moves. */
export function movedIds(items: readonly { id: number }[], from: number, to: number): number[] | null {
  const ids = items.map((item) => item.id)
  const [moved] = ids.splice(from, 1)
  if (moved === undefined || to < 0 || to > ids.length || from === to) return null
  return ids.toSpliced(to, 0, moved)
}
