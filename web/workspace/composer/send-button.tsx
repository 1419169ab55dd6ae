import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { keyLabel } from '../../ui/keyboard.ts'
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'

export type After = 'wait' | 'solve' | 'nothing'

const names = {
  wait: 'composer.sendAndWait',
  solve: 'composer.sendAndSolve',
  nothing: 'composer.sendOnly',
} as const

/** Send, and what becomes of the ticket: the usual way in one press, the others one press away. */
export function SendButton({
  kind,
  usual,
  isBusy,
  isDisabled,
  onSend,
  onLater,
}: {
  kind: 'reply' | 'note'
  usual: After
  isBusy: boolean
  isDisabled: boolean
  onSend: (after: After) => void
  onLater: () => void
}) {
  const { t } = useTranslation()
  if (kind === 'note') {
    return (
      <Tooltip label={t('composer.saveNote')} keys={keyLabel('Ctrl+Enter')} side="top">
        <Button look="primary" isBusy={isBusy} disabled={isDisabled} onClick={() => onSend('nothing')}>
          {t('composer.saveNote')}
        </Button>
      </Tooltip>
    )
  }
  const others = (['wait', 'solve', 'nothing'] as const).filter((each) => each !== usual)
  return (
    <span className="inline-flex min-w-0">
      <Tooltip label={t(names[usual])} keys={keyLabel('Ctrl+Enter')} side="top">
        <Button
          look="primary"
          className="min-w-0 !shrink rounded-r-none"
          isBusy={isBusy}
          disabled={isDisabled}
          onClick={() => onSend(usual)}
        >
          <span className="truncate">{isBusy ? t('composer.sending') : t(names[usual])}</span>
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
        <MenuSeparator />
        <MenuItem icon="clock" onSelect={onLater}>
          {t('later.menu')}
        </MenuItem>
      </Menu>
    </span>
  )
}
