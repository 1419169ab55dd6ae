import { useTranslation } from 'react-i18next'
import type { StatusCategory, TicketStatus } from '#contract/desk.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useDesk } from '../desk.ts'

export type After = 'wait' | 'solve' | 'nothing'

const names = {
  wait: 'composer.sendAndWait',
  solve: 'composer.sendAndSolve',
  nothing: 'composer.sendOnly',
} as const

/** What the main press does: what a macro in the answer asks for, else the usual way of the desk. */
export function usualAfter(
  macroStatus: number | undefined,
  defaultStatus: (category: StatusCategory) => TicketStatus | undefined,
): After {
  if (macroStatus === undefined) return defaultStatus('paused') ? 'wait' : 'nothing'
  if (macroStatus === defaultStatus('paused')?.id) return 'wait'
  return macroStatus === defaultStatus('solved')?.id ? 'solve' : 'nothing'
}

/** Send, and what becomes of the ticket: the usual way in one press, the others one press away. */
export function SendButton({
  kind,
  isChat,
  usual,
  statusId,
  isBusy,
  isDisabled,
  onSend,
  onLater,
}: {
  kind: 'reply' | 'note'
  isChat: boolean
  usual: After
  /** The status that goes with it when none is chosen here: that of a macro in the answer. */
  statusId: number | undefined
  isBusy: boolean
  isDisabled: boolean
  onSend: (after: After) => void
  onLater: () => void
}) {
  const { t } = useTranslation()
  const { statusName } = useDesk()
  if (kind === 'note') {
    return (
      <Tooltip label={t('composer.saveNote')} keys={keyLabel('Ctrl+Enter')} side="top">
        <Button look="primary" isBusy={isBusy} disabled={isDisabled} onClick={() => onSend('nothing')}>
          {t('composer.saveNote')}
        </Button>
      </Tooltip>
    )
  }
  // With a macro's status there is no answer without one: it is the macro's, or the one chosen here.
  const others = (['wait', 'solve', 'nothing'] as const).filter(
    (each) => each !== usual && (each !== 'nothing' || statusId === undefined),
  )
  const name =
    usual === 'nothing' && statusId !== undefined
      ? t('composer.sendWithStatus', { status: statusName(statusId) })
      : t(isChat && usual === 'nothing' ? 'chat.send' : names[usual])
  return (
    <span className="inline-flex min-w-0">
      <Tooltip label={name} keys={keyLabel(isChat ? 'Enter' : 'Ctrl+Enter')} side="top">
        <Button
          look="primary"
          className="min-w-0 !shrink rounded-r-none"
          isBusy={isBusy}
          disabled={isDisabled}
          onClick={() => onSend(usual)}
        >
          <span className="truncate">{isBusy ? t('composer.sending') : name}</span>
        </Button>
      </Tooltip>
      <Menu
        side="top"
        align="end"
        trigger={
          <button
            type="button"
            aria-label={t('composer.sendOptions')}
            disabled={isDisabled || isBusy}
            className={buttonClass('primary', 'rounded-l-none !border-l-[rgb(255_255_255/0.3)] !px-[7px]')}
          >
            <Icon name="down" size={12} />
          </button>
        }
      >
        {others.map((after) => (
          <MenuItem key={after} onSelect={() => onSend(after)}>
            {t(names[after])}
          </MenuItem>
        ))}
        {!isChat && <MenuSeparator />}
        {!isChat && (
          <MenuItem icon="clock" onSelect={onLater}>
            {t('later.menu')}
          </MenuItem>
        )}
      </Menu>
    </span>
  )
}
