import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'

/** A switch: what it is about is spoken, what it is now is seen. */
export function OnOff({
  name,
  isOn,
  isBusy,
  onChange,
}: {
  name: string
  isOn: boolean
  isBusy?: boolean
  onChange: (isOn: boolean) => void
}) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={t('rules.switch', { name })}
      title={t(isOn ? 'rules.on' : 'rules.off')}
      disabled={isBusy}
      onClick={() => onChange(!isOn)}
      className={classNames(
        'relative h-[18px] w-8 flex-none rounded-full border transition-colors duration-(--fast)',
        isOn ? 'border-ok bg-ok' : 'border-line-strong bg-hover',
      )}
    >
      <span
        aria-hidden="true"
        className={classNames(
          'absolute top-[2px] size-3 rounded-full transition-[left] duration-(--fast)',
          isOn ? 'left-4 bg-panel' : 'left-[2px] bg-ink-3',
        )}
      />
    </button>
  )
}
