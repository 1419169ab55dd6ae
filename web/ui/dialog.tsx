import { Dialog as Base } from '@base-ui/react/dialog'
import { type ReactNode, type RefObject, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { PauseShortcuts } from './pause-shortcuts.ts'
import { useFocusGivenBack } from './use-focus-given-back.ts'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** Keeps the title for screen readers only. */
  isTitleHidden?: boolean
  description?: ReactNode
  children: ReactNode
  footer?: ReactNode
  width?: number
  /** Where it stands: in the middle, near the top (search), or along a side (phone drawers). */
  place?: 'middle' | 'top' | 'left' | 'right'
  initialFocus?: RefObject<HTMLElement | null>
}

const places = {
  middle: 'top-1/2 left-1/2 -translate-x-1/2 -translate-y-1/2 max-h-[calc(100dvh-32px)]',
  top: 'top-[12dvh] left-1/2 -translate-x-1/2 max-h-[76dvh] max-md:top-2',
  left: 'inset-y-0 left-0 h-dvh !rounded-none',
  right: 'inset-y-0 right-0 h-dvh !rounded-none',
}

const fields =
  ':is(input:not([type=hidden], [type=file]), textarea, select, [contenteditable=true],' +
  ' [role=combobox], [role=checkbox], [role=radio], [role=switch]):not(:disabled, [tabindex="-1"], [aria-hidden=true])'

/** What whoever opens a window is about to use: its first field, else its first button; the cross in its head only if there is neither. */
const firstOf = (content: HTMLElement | null, buttons: HTMLElement | null): HTMLElement | null =>
  content?.querySelector<HTMLElement>(fields) ??
  buttons?.querySelector<HTMLElement>('button:not(:disabled)') ??
  null

/** A modal window: traps focus, closes on Esc and on a click outside, gives the focus back. */
export function Dialog(props: DialogProps) {
  const {
    isOpen,
    onClose,
    title,
    isTitleHidden,
    description,
    children,
    footer,
    width = 480,
    place = 'middle',
  } = props
  const { t } = useTranslation()
  const content = useRef<HTMLDivElement>(null)
  const buttons = useRef<HTMLElement>(null)
  const isDrawer = place === 'left' || place === 'right'
  useFocusGivenBack()
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.32)] transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          initialFocus={
            props.initialFocus ??
            // A drawer is read first: it begins at its cross, and its own arrows lead on.
            (isDrawer || ((by) => by === 'touch' || firstOf(content.current, buttons.current)))
          }
          className={classNames(
            'surface fixed z-40 flex w-[calc(100vw-16px)] flex-col overflow-hidden transition-opacity duration-(--fast)',
            'data-ending-style:opacity-0 data-starting-style:opacity-0',
            places[place],
          )}
          style={{ maxWidth: width }}
        >
          <PauseShortcuts />
          <header
            className={
              isTitleHidden
                ? 'sr-only'
                : 'flex min-h-12 flex-none items-center gap-2 border-b border-line py-2 pr-2 pl-4'
            }
          >
            <Base.Title className="line-clamp-2 min-w-0 text-lg font-semibold break-words" title={title}>
              {title}
            </Base.Title>
            {!isTitleHidden && (
              // Without a tooltip: Esc would close that first, and the dialog only at the second press.
              <button
                type="button"
                aria-label={t('action.close')}
                className={buttonClass('ghost', 'ml-auto w-(--control) flex-none !px-0')}
                onClick={onClose}
              >
                <Icon name="close" />
              </button>
            )}
          </header>
          {description && <Base.Description className="px-4 pt-3 text-ink-2">{description}</Base.Description>}
          <div ref={content} className="flex min-h-0 flex-1 flex-col overflow-y-auto">
            {children}
          </div>
          {footer && (
            <footer
              ref={buttons}
              className="flex flex-none flex-wrap justify-end gap-2 border-t border-line px-4 py-3"
            >
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
