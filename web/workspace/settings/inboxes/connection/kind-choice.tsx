import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon, type IconName } from '../../../../ui/icon.tsx'
import { type InboxKind, inboxKinds } from './inbox-kinds.ts'

const icons: Record<InboxKind, IconName> = {
  google: 'mail',
  microsoft: 'mail',
  yandex: 'mail',
  mailru: 'mail',
  other: 'gear',
  listener: 'inbox',
}

/** The first question about a new inbox: where its mail lives. Each answer is a page of its own, so Back works. */
export function KindChoice({ isFirst }: { isFirst: true | undefined }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('settings.inboxes.choose.title')}>
      <h2 className="pb-3 font-medium">{t('settings.inboxes.choose.title')}</h2>
      <ul className="grid gap-2 md:grid-cols-2">
        {inboxKinds.map((kind) => (
          <li key={kind}>
            <Link
              to="/settings/inboxes/new"
              search={{ first: isFirst, kind }}
              className="flex h-full items-start gap-3 rounded-md border border-line px-3.5 py-3 hover:border-line-strong hover:bg-hover"
            >
              <span className="grid size-8 flex-none place-items-center rounded-md bg-hover text-ink-2">
                <Icon name={icons[kind]} />
              </span>
              <span className="min-w-0">
                <span className="block font-medium">{t(`settings.inboxes.choose.${kind}`)}</span>
                <span className="block text-sm text-ink-2">{t(`settings.inboxes.choose.${kind}Hint`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
