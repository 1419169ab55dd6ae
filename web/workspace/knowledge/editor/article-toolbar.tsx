import { type Editor, useEditorState } from '@tiptap/react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { Button, buttonClass, Spinner } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Icon, type IconName } from '../../../ui/icon.tsx'
import { Menu, MenuChoices, MenuGroup, MenuItem } from '../../../ui/menu.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import { calloutKinds } from './article-nodes.ts'
import { ArticleLinkButton } from './link-button.tsx'
import { PictureBar } from './picture-bar.tsx'
import { TableBar } from './table-bar.tsx'
import { pictureTypes } from './use-article-files.ts'
import { VideoButton } from './video-button.tsx'

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

const levels = [2, 3, 4] as const
type BlockKind = 'text' | 'h2' | 'h3' | 'h4' | 'codeBlock'

function setBlock(editor: Editor, kind: BlockKind): void {
  const chain = editor.chain().focus()
  const level = levels.find((each) => `h${each}` === kind)
  if (level) chain.setHeading({ level }).run()
  else if (kind === 'codeBlock') chain.setCodeBlock().run()
  else chain.setParagraph().run()
}

/** How the text looks and what is put into it; what belongs to a table or a picture shows while one is chosen. */
export function ArticleToolbar({
  editor,
  language,
  isUploading,
  onPictures,
}: {
  editor: Editor
  language: Language
  isUploading: boolean
  onPictures: (files: File[]) => void
}) {
  const { t } = useTranslation()
  const picker = useRef<HTMLInputElement>(null)
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
      table: at.isActive('table'),
      picture: at.isActive('image'),
      block: blockOf(at),
      callout: at.isActive('callout') ? String(at.getAttributes('callout')['kind']) : null,
    }),
  })
  const look = (isOn: boolean) =>
    buttonClass('ghost', classNames('min-w-(--control) !px-0', isOn && '!bg-hover !text-ink'))
  const putCallout = (kind: string) => {
    const chain = editor.chain().focus()
    if (on.callout === null) chain.wrapIn('callout', { kind }).run()
    else if (on.callout === kind) chain.lift('callout').run()
    else chain.updateAttributes('callout', { kind }).run()
  }
  return (
    <div className="sticky top-0 z-10 -mx-2 border-b border-line bg-panel px-2 py-1.5">
      <div
        role="toolbar"
        aria-label={t('composer.formatting')}
        className="flex flex-wrap items-center gap-0.5"
      >
        <Menu
          trigger={
            <Button look="ghost" className="min-w-28 !justify-between">
              {t(`knowledge.block.${on.block}`)}
              <Icon name="down" size={12} />
            </Button>
          }
        >
          <MenuChoices<BlockKind>
            value={on.block}
            choices={(['text', 'h2', 'h3', 'h4', 'codeBlock'] as const).map((value) => ({
              value,
              label: t(`knowledge.block.${value}`),
            }))}
            onChoose={(kind) => setBlock(editor, kind)}
          />
        </Menu>
        {marks.map((mark) => (
          <Tooltip key={mark} label={t(`composer.${mark}`)} keys={keys[mark]}>
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
        <ArticleLinkButton editor={editor} language={language} isOn={on.link} look={look(on.link)} />
        <Menu
          trigger={
            <button type="button" aria-label={t('knowledge.insert')} className={look(false)}>
              <Icon name="plus" />
            </button>
          }
        >
          <MenuItem icon="image" onSelect={() => picker.current?.click()}>
            {t('knowledge.picture')}
          </MenuItem>
          <MenuItem
            icon="stack"
            isDisabled={on.table}
            onSelect={() =>
              editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run()
            }
          >
            {t('knowledge.table')}
          </MenuItem>
          <MenuItem icon="minus" onSelect={() => editor.chain().focus().setHorizontalRule().run()}>
            {t('knowledge.line')}
          </MenuItem>
          <MenuGroup label={t('knowledge.callout')}>
            <MenuChoices<string>
              value={on.callout}
              label={t('knowledge.callout')}
              choices={calloutKinds.map((kind) => ({ value: kind, label: t(`knowledge.callouts.${kind}`) }))}
              onChoose={putCallout}
            />
            {on.callout !== null && (
              <MenuItem icon="close" onSelect={() => putCallout(on.callout ?? 'info')}>
                {t('knowledge.noCallout')}
              </MenuItem>
            )}
          </MenuGroup>
        </Menu>
        <VideoButton editor={editor} look={look(false)} />
        {isUploading && <Spinner />}
        <input
          ref={picker}
          type="file"
          accept={pictureTypes.join(',')}
          multiple
          hidden
          aria-label={t('knowledge.picture')}
          onChange={(event) => {
            onPictures([...(event.target.files ?? [])])
            event.target.value = ''
          }}
        />
      </div>
      {on.table && <TableBar editor={editor} />}
      {on.picture && <PictureBar editor={editor} />}
    </div>
  )
}

function blockOf(editor: Editor): BlockKind {
  const level = levels.find((each) => editor.isActive('heading', { level: each }))
  if (level) return `h${level}`
  return editor.isActive('codeBlock') ? 'codeBlock' : 'text'
}
