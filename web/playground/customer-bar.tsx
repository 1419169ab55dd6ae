import { useTranslation } from 'react-i18next'
import type { PlaygroundCustomer, PlaygroundState } from '#contract/playground.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Picker } from '../ui/picker.tsx'

/** Who one is at the moment, and the way to be somebody else. */
export function CustomerBar({
  customer,
  playground,
  onChoose,
  onCompose,
}: {
  customer: PlaygroundCustomer
  playground: PlaygroundState
  onChoose: (address: string) => void
  onCompose: () => void
}) {
  const { t, i18n } = useTranslation()
  const isForeign = (one: PlaygroundCustomer) => Number(one.language !== i18n.language)
  const people = playground.customers.toSorted((a, b) => isForeign(a) - isForeign(b))
  return (
    <div className="flex h-12 flex-none items-center gap-3 border-b border-line px-4 max-md:gap-1 max-md:px-2">
      <h2 className="flex-none text-lg font-semibold max-xl:sr-only">{t('playground.customerTitle')}</h2>
      <Picker
        value={customer.address}
        placeholder={t('playground.findCustomer')}
        items={people.map((one) => ({
          value: one.address,
          label: one.name,
          hint: one.organization ?? one.address,
        }))}
        onPick={onChoose}
        trigger={
          <button
            type="button"
            aria-label={t('playground.youAre', { name: customer.name })}
            className={buttonClass(
              'ghost',
              '!h-9 min-w-0 !shrink !justify-start !px-1.5 text-left !text-ink',
            )}
          >
            <Avatar name={customer.name} />
            <span className="min-w-0">
              <span className="block truncate leading-4 font-medium">{customer.name}</span>
              <span className="block truncate text-xs leading-4 text-ink-3">{customer.address}</span>
            </span>
            <Icon name="down" size={12} className="text-ink-3" />
          </button>
        }
      />
      <a href="/shop" className={buttonClass('ghost', 'ml-auto max-md:!px-2')}>
        <Icon name="chat" />
        <span className="max-md:sr-only">{t('playground.toShop')}</span>
      </a>
      <Button icon="pencil" onClick={onCompose}>
        {t('playground.compose')}
      </Button>
    </div>
  )
}
