import type { Editor } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'

const deeds = ['rowBelow', 'columnRight', 'headerRow', 'deleteRow', 'deleteColumn', 'deleteTable'] as const

function act(editor: Editor, deed: (typeof deeds)[number]): void {
  const chain = editor.chain().focus()
  if (deed === 'rowBelow') chain.addRowAfter().run()
  else if (deed === 'columnRight') chain.addColumnAfter().run()
  else if (deed === 'headerRow') chain.toggleHeaderRow().run()
  else if (deed === 'deleteRow') chain.deleteRow().run()
  else if (deed === 'deleteColumn') chain.deleteColumn().run()
  else chain.deleteTable().run()
}

/** What can be done with the table the cursor is in. */
export function TableBar({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  return (
    <div role="toolbar" aria-label={t('knowledge.table')} className="flex flex-wrap gap-0.5 pt-1">
      {deeds.map((deed) => (
        <Button
          key={deed}
          look="ghost"
          className="!h-6 text-sm"
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => act(editor, deed)}
        >
          {t(`knowledge.tables.${deed}`)}
        </Button>
      ))}
    </div>
  )
}
