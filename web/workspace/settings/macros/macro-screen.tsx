import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getMacro, type Macro } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { isFailure } from '../../../api/failure.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { macrosQuery } from '../../composer/macros/queries.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { MacroForm } from './macro-form.tsx'
import { newMacro, valuesOf } from './macro-values.ts'
import { UsageCard } from './usage-card.tsx'

const macroQuery = (id: number) => ({
  queryKey: ['settings', 'macro', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(getMacro, { params: { id } }, { signal }),
  retry: (count: number, error: Error) => !isFailure(error, 'not_found') && count < 2,
})

/** One macro, or a new one, or a copy of one. */
export function MacroScreen() {
  const { t } = useTranslation()
  const { macroId } = useParams({ from: '/desk/settings/macros/$macroId' })
  const { copyOf } = useSearch({ from: '/desk/settings/macros/$macroId' })
  const isNew = macroId === 'new'
  const id = isNew ? (copyOf ?? 0) : Number(macroId)
  const macro = useQuery({ ...macroQuery(id), enabled: id > 0 })
  const list = useQuery(macrosQuery)
  const title = isNew ? t('macro.add') : (macro.data?.name ?? t('settings.section.macros'))
  const folders = list.data?.folders ?? []
  return (
    <SettingsPage section="macros" back="/settings/macros" title={title}>
      {isNew && !copyOf ? (
        <MacroForm key="new" macro={null} initial={newMacro} folders={folders} />
      ) : isFailure(macro.error, 'not_found') ? (
        <EmptyState icon="bolt" title={t('macro.goneTitle')}>
          {t('macro.goneText')}
        </EmptyState>
      ) : (
        <Loaded query={macro}>
          {(found) =>
            isNew ? (
              <MacroForm
                key={`copy ${found.id}`}
                macro={null}
                initial={copied(found, t('macro.copyName', { name: found.name }))}
                copiedFiles={found.files}
                folders={folders}
              />
            ) : (
              <>
                <MacroForm key={found.id} macro={found} initial={valuesOf(found)} folders={folders} />
                <section className="mt-10 max-w-[560px] border-t border-line pt-5">
                  <h2 className="mb-3 text-lg font-semibold">{t('macro.usage')}</h2>
                  <UsageCard macroId={found.id} />
                </section>
              </>
            )
          }
        </Loaded>
      )}
    </SettingsPage>
  )
}

/** One's own to begin with. */
function copied(macro: Macro, name: string) {
  return {
    ...valuesOf(macro),
    name: name.slice(0, 120),
    scope: 'personal' as const,
    teamId: null,
    folderId: null,
  }
}
