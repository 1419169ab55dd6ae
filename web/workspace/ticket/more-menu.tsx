import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Ticket } from '#contract/tickets.ts'
import { IconButton } from '../../ui/button.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { loadWords } from '../../ui/i18n.ts'
import { lazyPart } from '../../ui/lazy-part.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { useCan } from '../session.ts'
import { useFreeze } from './use-freeze.ts'

const FreezeDialog = lazyPart(() => import('./freeze-dialog.tsx').then((module) => module.FreezeDialog))
const DraftArticleDialog = lazyPart(async () => {
  const [module] = await Promise.all([
    import('./draft-article-dialog.tsx'),
    loadWords('knowledge', 'settings', 'entry'),
  ])
  return module.DraftArticleDialog
})
const MergeDialog = lazyPart(() => import('./merge/merge-dialog.tsx').then((module) => module.MergeDialog))

/** What one does with a ticket now and then: put it aside, make it one with others. */
export function MoreMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<'freeze' | 'merge' | 'article' | null>(null)
  const can = useCan()
  const freeze = useFreeze(ticket)
  const isMerged = ticket.mergedIntoId !== null
  const isFreezable = !isMerged && !['solved', 'closed'].includes(ticket.statusCategory)
  useShortcut('freeze', () => setOpen('freeze'), { isOn: isFreezable })
  useShortcut('merge', () => setOpen('merge'), { isOn: !isMerged })
  const close = () => setOpen(null)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton
            icon="more"
            label={t('ticket.more')}
            onPointerEnter={() => {
              FreezeDialog.preload()
              MergeDialog.preload()
            }}
          />
        }
      >
        <MenuItem icon="snow" keys="F" isDisabled={!isFreezable} onSelect={() => setOpen('freeze')}>
          {t(ticket.frozenUntil ? 'freeze.titleAgain' : 'freeze.action')}
        </MenuItem>
        {ticket.frozenUntil && (
          <MenuItem icon="refresh" onSelect={() => freeze(null)}>
            {t('freeze.undo')}
          </MenuItem>
        )}
        {can('article.write') && (
          <MenuItem icon="book" onSelect={() => setOpen('article')}>
            {t('ticket.draftArticle')}
          </MenuItem>
        )}
        <MenuItem icon="merge" keys="U" isDisabled={isMerged} onSelect={() => setOpen('merge')}>
          {t('merge.action')}
        </MenuItem>
      </Menu>
      <Suspense>
        {open === 'freeze' && <FreezeDialog ticket={ticket} onClose={close} />}
        {open === 'article' && <DraftArticleDialog ticket={ticket} onClose={close} />}
        {open === 'merge' && <MergeDialog ticket={ticket} onClose={close} />}
      </Suspense>
    </>
  )
}
