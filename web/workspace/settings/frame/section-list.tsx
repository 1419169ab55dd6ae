import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useCan } from '../../session.ts'
import { useMailProblems } from '../../shell/mail-mark.tsx'
import { openSections } from './sections.ts'

/** The sections one may use, as the left column; on a phone as a page of its own. */
export function SectionList({ isPage }: { isPage?: boolean }) {
  const { t } = useTranslation()
  const can = useCan()
  const problems = useMailProblems()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  return (
    <>
      {openSections(can).map(({ group, sections }) => (
        <div key={group} className={classNames('flex flex-col', isPage ? 'pb-4' : 'gap-0.5')}>
          <h2 className={classNames('px-2 text-xs font-medium text-ink-3', isPage ? 'pb-1.5' : 'pt-3 pb-1')}>
            {t(`settings.group.${group}`)}
          </h2>
          <div
            className={isPage ? 'divide-y divide-line rounded-lg border border-line bg-panel' : 'contents'}
          >
            {sections.map(({ name, to, icon }) => {
              const isOn = pathname.startsWith(to)
              return (
                <Link
                  key={name}
                  to={to}
                  aria-current={isOn ? 'page' : undefined}
                  className={classNames(
                    'flex flex-none items-center gap-2',
                    isPage
                      ? 'h-11 px-4'
                      : classNames(
                          'h-7 rounded-sm px-2 whitespace-nowrap',
                          isOn
                            ? 'bg-panel font-medium text-ink shadow-[0_0_0_1px_var(--line)]'
                            : 'text-ink-2 hover:bg-hover hover:text-ink',
                        ),
                  )}
                >
                  {isPage && <Icon name={icon} className="text-ink-3" />}
                  <span className="truncate">{t(`settings.section.${name}`)}</span>
                  {name === 'channelHealth' && problems > 0 && (
                    <b className="numeric ml-auto flex items-center gap-1.5 text-sm font-medium text-bad">
                      <span aria-hidden="true" className="size-2 rounded-full bg-bad" />
                      {problems}
                    </b>
                  )}
                  {isPage && <Icon name="right" className="ml-auto text-ink-3" />}
                </Link>
              )
            })}
          </div>
        </div>
      ))}
    </>
  )
}
