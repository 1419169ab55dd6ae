import { type Editor, useEditorState } from '@tiptap/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Input } from '../../ui/field.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Popover } from '../../ui/popover.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'

const marks = ['bold', 'italic', 'bulletList', 'orderedList', 'quote', 'code'] as const
type Mark = (typeof marks)[number]

const icons: Record<Mark, IconName> = {
  bold: 'bold',
  italic: 'italic',
  bulletList: 'bullets',
  orderedList: 'numbers',
  quote: 'quote',
  code: 'code',
}
const keys: Partial<Record<Mark, string>> = { bold: 'Ctrl B', italic: 'Ctrl I', code: 'Ctrl E' }

function toggle(editor: Editor, mark: Mark): void {
  const chain = editor.chain().focus()
  if (mark === 'bold') chain.toggleBold().run()
  else if (mark === 'italic') chain.toggleItalic().run()
  else if (mark === 'bulletList') chain.toggleBulletList().run()
  else if (mark === 'orderedList') chain.toggleOrderedList().run()
  else if (mark === 'quote') chain.toggleBlockquote().run()
  else chain.toggleCode().run()
}

/** `example.ru` is an address too. */
function completed(href: string): string {
  const typed = href.trim()
  if (/^(https?:|mailto:|tel:)/i.test(typed)) return typed
  return typed.includes('@') ? `mailto:${typed}` : `https://${typed}`
}

function LinkButton({ editor, isOn, look }: { editor: Editor; isOn: boolean; look: string }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const [href, setHref] = useState('')
  const apply = () => {
    setOpen(false)
    const chain = editor.chain().focus().extendMarkRange('link')
    if (href.trim() === '') chain.unsetLink().run()
    else if (editor.state.selection.empty && !isOn) {
      chain
        .insertContent({
          type: 'text',
          text: href.trim(),
          marks: [{ type: 'link', attrs: { href: completed(href) } }],
        })
        .run()
    } else chain.setLink({ href: completed(href) }).run()
  }
  return (
    <Popover
      label={t('composer.link')}
      side="top"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (open) setHref(String(editor.getAttributes('link').href ?? ''))
        setOpen(open)
      }}
      trigger={
        <button
          type="button"
          aria-label={t('composer.link')}
          title={t('composer.link')}
          aria-pressed={isOn}
          className={look}
        >
          <Icon name="link" />
        </button>
      }
      className="flex w-72 gap-2"
    >
      <Input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
        autoFocus
        type="url"
        value={href}
        placeholder="https://"
        aria-label={t('composer.linkAddress')}
        onChange={(event) => setHref(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
      <Button look="primary" onClick={apply}>
        {t(href.trim() === '' && isOn ? 'composer.removeLink' : 'action.apply')}
      </Button>
    </Popover>
  )
}

/** How the text looks. Small and quiet: most answers need none of it. */
export function EditorToolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const on = useEditorState({
    editor,
    selector: ({ editor: at }) => ({
      bold: at.isActive('bold'),
      italic: at.isActive('italic'),
      bulletList: at.isActive('bulletList'),
      orderedList: at.isActive('orderedList'),
      quote: at.isActive('blockquote'),
      code: at.isActive('code'),
      link: at.isActive('link'),
    }),
  })
  const look = (isOn: boolean) =>
    buttonClass('ghost', classNames('!h-6 min-w-6 !px-0', isOn && '!bg-hover !text-ink'))
  return (
    <div role="toolbar" aria-label={t('composer.formatting')} className="flex flex-none gap-0.5 px-3 pb-1.5">
      {marks.map((mark) => (
        <Tooltip key={mark} label={t(`composer.${mark}`)} keys={keys[mark]} side="top">
          <button
            type="button"
            aria-label={t(`composer.${mark}`)}
            aria-pressed={on[mark]}
            className={look(on[mark])}
            // The text keeps its selection while the button is pressed.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => toggle(editor, mark)}
          >
            <Icon name={icons[mark]} />
          </button>
        </Tooltip>
      ))}
      <LinkButton editor={editor} isOn={on.link} look={look(on.link)} />
    </div>
  )
}
