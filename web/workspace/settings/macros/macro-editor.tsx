import { Placeholder } from '@tiptap/extension-placeholder'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import '../../composer/editor.css'
import './macro-editor.css'
import { Button, IconButton, Spinner } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Picker } from '../../../ui/picker.tsx'
import { EditorToolbar } from '../../composer/editor-toolbar.tsx'
import { macroFromWire, macroToWire } from '../../composer/macros/macro-pictures.ts'
import { useVariables } from '../../composer/macros/use-variable-words.ts'
import { ownPicture } from '../../composer/own-picture.ts'
import { pastedFiles } from '../../composer/pasted-files.ts'
import { TemplateMarks } from './template-marks.ts'
import { pictureTypes, usePictureUpload } from './use-picture-upload.ts'
import { VariableMenu, type VariableQuery } from './variable-menu.tsx'

/** Opening braces and what is typed behind them, up to the cursor. */
const begun = /\{\{\s*([\w.]*|[\p{L}][\p{L} ]*)$/u

/** The macro's own pictures, and what was just uploaded to become one. */
const MacroPicture = ownPicture('/api/v1/macro-files/', '/api/v1/files/')

/** The words of a macro in one language, as in the composer; `{{` offers what may be named. */
export function MacroEditor({
  initialHtml,
  label,
  isWrong,
  isReadOnly,
  onChange,
  onFiles,
  onUploading,
}: {
  initialHtml: string
  label: string
  isWrong: boolean
  isReadOnly: boolean
  /** The words as they travel, see macro-pictures.ts; empty when nothing is written. */
  onChange: (html: string) => void
  /** What was dropped or pasted and is no picture. */
  onFiles: (files: File[]) => void
  onUploading: (isUploading: boolean) => void
}) {
  const { t } = useTranslation()
  const variables = useVariables()
  const [query, setQuery] = useState<VariableQuery | null>(null)
  const menuKeys = useRef<((event: KeyboardEvent) => boolean) | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const pictures = usePictureUpload(onUploading)
  const latest = useRef({ onChange, onFiles })
  latest.current = { onChange, onFiles }

  const ask = ({ state, view }: Editor) => {
    const { $from, empty } = state.selection
    const match = empty ? begun.exec($from.parent.textBetween(0, $from.parentOffset, '\n', ' ')) : null
    if (!match) return setQuery(null)
    const { left, bottom } = view.coordsAtPos($from.pos)
    setQuery({ text: match[1] ?? '', left, bottom })
  }
  const take = (files: File[], at?: number) => {
    const shown = files.filter((file) => file.type.startsWith('image/'))
    const others = files.filter((file) => !shown.includes(file))
    if (others.length > 0) latest.current.onFiles(others)
    if (editor) void pictures.add(editor, shown, at)
  }
  const editor: Editor | null = useEditor({
    content: macroFromWire(initialHtml),
    editable: !isReadOnly,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        underline: false,
        strike: false,
        // `customer.phone` is no address of a page, although there is such an ending.
        link: { openOnClick: false, autolink: false, linkOnPaste: false, defaultProtocol: 'https' },
      }),
      Placeholder.configure({ placeholder: t('macro.textPlaceholder', { braces: '{{' }) }),
      MacroPicture,
      TemplateMarks,
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: 'rich-text editor-page',
      },
      handleKeyDown: (_view, event) => menuKeys.current?.(event) ?? false,
      handlePaste: (_view, event) => {
        const files = pastedFiles(event.clipboardData)
        if (files.length > 0) take(files)
        return files.length > 0
      },
      handleDrop: (view, event) => {
        const files = [...(event.dataTransfer?.files ?? [])]
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (files.length > 0) take(files, place?.pos)
        return files.length > 0
      },
    },
    onUpdate: ({ editor: at }) => {
      latest.current.onChange(at.isEmpty ? '' : macroToWire(at.getHTML()))
      ask(at)
    },
    onSelectionUpdate: ({ editor: at }) => ask(at),
    onBlur: () => setQuery(null),
  })
  if (!editor) return null
  const complete = (name: string) => {
    const { $from } = editor.state.selection
    const before = $from.parent.textBetween(0, $from.parentOffset, '\n', ' ')
    const after = $from.parent.textBetween($from.parentOffset, $from.parent.content.size, '\n', ' ')
    const match = begun.exec(before)
    const from = $from.pos - (match?.[0].length ?? 0)
    // What closes the braces already is not closed twice.
    const to = $from.pos + (/^\s*\}\}/.exec(after)?.[0].length ?? 0)
    const text = `{{ ${name} }}`
    editor.chain().focus().insertContentAt({ from, to }, { type: 'text', text }).run()
    setQuery(null)
  }
  return (
    <div
      aria-invalid={isWrong || undefined}
      className={classNames(
        'flex flex-col overflow-hidden rounded-md border bg-raised focus-within:border-accent',
        isWrong ? 'border-bad' : 'border-line-strong',
      )}
    >
      <EditorContent editor={editor} className="max-h-[52dvh] min-h-40 overflow-y-auto px-3 pt-2 pb-1" />
      {!isReadOnly && (
        <div className="flex flex-wrap items-center gap-x-2 border-t border-line pt-1.5 pr-2">
          <EditorToolbar editor={editor} />
          <span className="-ml-2.5 flex items-center gap-1 pb-1.5">
            <IconButton
              icon="image"
              className="!h-6 !min-w-6"
              label={t('macro.insertPicture')}
              onClick={() => picker.current?.click()}
            />
            {pictures.isUploading && <Spinner />}
            <input
              ref={picker}
              type="file"
              accept={pictureTypes.join(',')}
              multiple
              hidden
              onChange={(event) => {
                take([...(event.target.files ?? [])])
                event.target.value = ''
              }}
            />
          </span>
          <span className="ml-auto pb-1.5">
            <Picker
              trigger={
                <Button icon="code" aria-label={t('macro.insertVariable')}>
                  {t('macro.insertVariable')}
                </Button>
              }
              items={variables.map(({ name, label: said }) => ({ value: name, label: said }))}
              value={null}
              placeholder={t('macro.searchVariable')}
              align="end"
              onPick={(name) => complete(name)}
            />
          </span>
        </div>
      )}
      {query && (
        <VariableMenu
          query={query}
          variables={variables}
          keys={menuKeys}
          onPick={complete}
          onClose={() => setQuery(null)}
        />
      )}
    </div>
  )
}
