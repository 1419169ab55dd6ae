import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { buttonClass } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useCan } from '../../session.ts'
import type { Section } from './sections.ts'
import { sectionGroups } from './sections.ts'

/** One page of Settings: its name, a sentence about it, what can be done, and the page itself. */
export function SettingsPage({
  section,
  title,
  mark,
  sub,
  actions,
  back,
  isNarrow,
  isWide,
  children,
}: {
  section: Section['name']
  /** The section's own name unless told. */
  title?: string
  mark?: ReactNode
  sub?: ReactNode
  actions?: ReactNode
  /** Where the arrow leads; the list of sections unless told. */
  back?:
    | '/settings/webhooks'
    | '/settings/calendars'
    | '/settings/sla'
    | '/settings/inboxes'
    | '/settings/rules'
    | '/settings/macros'
    | '/settings/chats'
    | '/settings/theme'
    | '/settings/web-forms'
  isNarrow?: boolean
  /** Something stands beside the page itself. */
  isWide?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const can = useCan()
  const needs = sectionGroups
    .flatMap((each): readonly Section[] => each.sections)
    .find((each) => each.name === section)?.needs
  const mayOpen = !needs || can(needs)
  const name = title ?? t(`settings.section.${section}`)
  return (
    <main className="h-full min-h-0 min-w-0 overflow-y-auto border-line bg-panel lg:border-l">
      <title>{`${name} · ${t('settings.title')} · Otklik`}</title>
      <div
        className={classNames(
          'px-10 pt-6 pb-12 max-md:px-4 max-md:pt-3',
          isWide ? 'max-w-[1280px]' : isNarrow ? 'max-w-[840px]' : 'max-w-[1060px]',
        )}
      >
        <div className="mb-5">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <div className="flex max-w-full min-w-0 flex-[1_0_auto] items-center gap-3">
              <Link
                to={back ?? '/settings'}
                aria-label={back ? t('settings.backToList') : t('settings.backToSections')}
                className={buttonClass('ghost', back ? '-ml-1.5' : '-ml-1.5 lg:hidden')}
              >
                <Icon name="back" />
              </Link>
              <h1 className="flex min-w-0 flex-1 items-center gap-3 text-xl font-semibold tracking-tight">
                {mark}
                <span className="truncate">{name}</span>
              </h1>
            </div>
            {actions && mayOpen && <div className="flex flex-wrap gap-2">{actions}</div>}
          </div>
          {sub && mayOpen && <div className="mt-0.5 max-w-[680px] text-ink-3 max-md:mt-1.5">{sub}</div>}
        </div>
        {mayOpen ? (
          children
        ) : (
          <EmptyState icon="lock" title={t('settings.notAllowedTitle')}>
            {t('settings.notAllowedText')}
          </EmptyState>
        )}
      </div>
    </main>
  )
}
