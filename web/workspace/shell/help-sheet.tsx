import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keyLabel, shortcuts, type ShortcutGroup, useRegisteredShortcuts } from '../../ui/keyboard.ts'

const groups = [
  { group: 'list', title: 'keys.groupList' },
  { group: 'global', title: 'keys.groupGlobal' },
  { group: 'ticket', title: 'keys.groupTicket' },
] as const satisfies { group: ShortcutGroup; title: string }[]

/** Fed by the registry: what is listed here is what works on this screen now. */
export function HelpSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const working = useRegisteredShortcuts()
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('keys.title')}
      description={t('keys.intro')}
      width={640}
    >
      <div className="gap-8 p-4 md:columns-2">
        {groups.map(({ group, title }) => {
          const here = Object.values(shortcuts).filter(
            (each) => each.group === group && working.includes(each.id),
          )
          if (here.length === 0) return null
          return (
            <section key={group} className="mb-4 break-inside-avoid">
              <h3 className="mb-1 text-sm font-medium text-ink-3">{t(title)}</h3>
              <dl>
                {here.map((each) => (
                  <div
                    key={each.id}
                    className="flex min-h-8 items-center gap-2 border-b border-line last:border-0"
                  >
                    <dt>{t(`keys.${each.id}`)}</dt>
                    <dd className="ml-auto flex items-center gap-1 text-sm text-ink-3">
                      {each.keys.map((key, index) => (
                        <span key={key} className="flex items-center gap-1">
                          {index > 0 && t('keys.then')}
                          <Kbd className="!inline-block">{keyLabel(key)}</Kbd>
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          )
        })}
      </div>
    </Dialog>
  )
}
