import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { openOverlay } from '../shell/overlays.ts'
import { KnowledgeTree } from './tree/knowledge-tree.tsx'

/** A page of the knowledge base: its tree at the left, on a phone behind a button; its name, and the page itself. */
export function KnowledgeFrame({
  title,
  sub,
  actions,
  isBusy,
  children,
}: {
  title: string
  sub?: ReactNode
  actions?: ReactNode
  isBusy?: boolean
  children: ReactNode
}) {
  const { t } = useTranslation()
  const [isTreeOpen, setTreeOpen] = useState(false)
  return (
    <div className="grid h-full min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] xl:grid-cols-[256px_minmax(0,1fr)]">
      <div className="min-h-0 overflow-y-auto border-l border-line bg-panel max-xl:hidden">
        <KnowledgeTree />
      </div>
      <main
        aria-busy={isBusy}
        className="h-full min-h-0 min-w-0 overflow-y-auto border-line bg-panel lg:border-l"
      >
        <title>{`${title} · Otklik`}</title>
        <div className="mx-auto max-w-[1060px] px-10 pt-6 pb-12 max-md:px-4 max-md:pt-3">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-2">
            <IconButton
              icon="menu"
              label={t('nav.open')}
              className="-ml-1.5 lg:hidden"
              onClick={() => openOverlay('navigation')}
            />
            <h1 className="mr-auto min-w-0 text-xl font-semibold tracking-tight break-words">{title}</h1>
            <Button icon="stack" className="xl:hidden" onClick={() => setTreeOpen(true)}>
              {t('knowledge.sectionsShort')}
            </Button>
            {actions}
          </div>
          {sub && <div className="mt-1 max-w-[680px] text-ink-3">{sub}</div>}
          <div className="mt-5">{children}</div>
        </div>
      </main>
      {isTreeOpen && (
        <Dialog
          isOpen
          onClose={() => setTreeOpen(false)}
          title={t('knowledge.sections')}
          place="left"
          width={320}
        >
          <KnowledgeTree onNavigate={() => setTreeOpen(false)} />
        </Dialog>
      )}
    </div>
  )
}
