import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'

/** A switch: what it is about is spoken, what it is now is seen. */
export function OnOff({
  name,
  label,
  isOn,
  isBusy,
  onChange,
  ref,
}: {
  name: string
  /** The whole of what is spoken; that it is a rule unless told. */
  label?: string
  isOn: boolean
  isBusy?: boolean
  onChange: (isOn: boolean) => void
  ref?: Ref<HTMLButtonElement>
}) {
  const { t } = useTranslation()
  return (
    <button
      ref={ref}
      type="button"
      role="switch"
      aria-checked={isOn}
      aria-label={label ?? t('rules.switch', { name })}
      title={t(isOn ? 'rules.on' : 'rules.off')}
      // Not disabled: the keyboard would lose its place.
      aria-disabled={isBusy}
      aria-busy={isBusy}
      onClick={() => !isBusy && onChange(!isOn)}
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
