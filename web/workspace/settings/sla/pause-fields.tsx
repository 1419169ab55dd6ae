import { useTranslation } from 'react-i18next'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { Checkbox, Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { clockKinds, pausableCategories } from './policy-values.ts'

/** When clocks stand, which ones, and what a reopened ticket's do. */
export function PauseFields({
  policy,
  set,
}: {
  policy: SlaPolicyInput
  set: <K extends keyof SlaPolicyInput>(key: K, value: SlaPolicyInput[K]) => void
}) {
  const { t } = useTranslation()
  const { pausedIn, pausedClocks } = policy
  const isPausing = pausedIn.length > 0 || policy.pausesWhenFrozen
  return (
    <>
      <fieldset>
        <legend className="pb-1 text-ink-2">{t('settings.sla.pausedIn')}</legend>
        {pausableCategories.map((category) => (
          <Checkbox
            key={category}
            label={t(`statusCategory.${category}`)}
            checked={pausedIn.includes(category)}
            onChange={(event) =>
              set(
                'pausedIn',
                pausableCategories.filter((each) =>
                  each === category ? event.target.checked : pausedIn.includes(each),
                ),
              )
            }
          />
        ))}
        <Checkbox
          label={t('settings.sla.frozen')}
          checked={policy.pausesWhenFrozen}
          onChange={(event) => set('pausesWhenFrozen', event.target.checked)}
        />
      </fieldset>
      {isPausing && (
        <fieldset>
          <legend className="pb-1 text-ink-2">{t('settings.sla.pausedClocks')}</legend>
          {clockKinds.map((kind) => (
            <Checkbox
              key={kind}
              label={t(`settings.sla.clock.${kind}`)}
              checked={pausedClocks.includes(kind)}
              onChange={(event) =>
                set(
                  'pausedClocks',
                  clockKinds.filter((each) =>
                    each === kind ? event.target.checked : pausedClocks.includes(each),
                  ),
                )
              }
            />
          ))}
        </fieldset>
      )}
      <Field label={t('settings.sla.onReopen')}>
        {({ id }) => (
          <Select
            id={id}
            value={policy.onReopen}
            options={(['resume', 'restart'] as const).map((value) => ({
              value,
              label: t(`settings.sla.reopen.${value}`),
            }))}
            onChange={(value) => set('onReopen', value)}
          />
        )}
      </Field>
    </>
  )
}
