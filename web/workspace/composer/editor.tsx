import { Mention } from '@tiptap/extension-mention'
import { Placeholder } from '@tiptap/extension-placeholder'
import type { EditorState } from '@tiptap/pm/state'
import { EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import './editor.css'
import { mayBeCommand } from './may-be-command.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import { ownPicture, putPicture } from './own-picture.ts'
import { pastedFiles } from './pasted-files.ts'
import { MentionMenu, type MentionQuery } from './mention-menu.tsx'

/** What others may do to the page. */
export interface EditorCommands {
  /** Puts cleaned words of ours where the cursor is. */
  insert: (html: string) => void
  type: (text: string) => void
  /** The cursor comes back to where it was. */
  focus: () => void
}

export interface EditorProps {
  kind: 'reply' | 'note'
  initialHtml: string
  placeholder: string
  /** Enter sends; with Shift it is a new line. */
  isChat: boolean
  isLocked: boolean
  /** The cursor comes here whenever this grows; zero leaves it where it is. */
  focusWishes: number
  /** Gets an empty text when nothing is written. */
  onChange: (html: string) => void
  onFiles: (files: File[]) => void
  onSubmit: () => void
  /** Undoes what was just sent; false when there is nothing to undo. */
  onUndo: () => boolean
  /** Uploads a pasted picture and gives the address to show it by; null when that failed. */
  onPicture: (file: File) => Promise<string | null>
  /** `/` at the beginning of a line or behind a space. */
  onSlash?: () => void
  commands?: RefObject<EditorCommands | null>
}

/** What was uploaded for an answer. */
const OwnPicture = ownPicture('/api/v1/files/')

/** The page one writes on. Fetched when it is first needed. */
export function Editor(props: EditorProps) {
  const { t } = useTranslation()
  const latest = useRef(props)
  latest.current = props
  const [mention, setMention] = useState<MentionQuery | null>(null)
  const mentionKeys = useRef<((event: KeyboardEvent) => boolean) | null>(null)

  const editor = useEditor({
    content: props.initialHtml,
    // Whoever goes on writing has just put that space.
    parseOptions: { preserveWhitespace: true },
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    extensions: [
      StarterKit.configure({
        heading: false,
        horizontalRule: false,
        underline: false,
        strike: false,
        link: {
          openOnClick: false,
          autolink: true,
          defaultProtocol: 'https',
        },
      }),
      OwnPicture,
      Placeholder.configure({ placeholder: props.placeholder }),
      ...(props.kind === 'note'
        ? [
            Mention.configure({
              suggestion: {
                char: '@',
                render: () => ({
                  onStart: (given) => setMention(given),
                  onUpdate: (given) => setMention(given),
                  onKeyDown: ({ event }) => mentionKeys.current?.(event) ?? false,
                  onExit: () => setMention(null),
                }),
              },
            }),
          ]
        : []),
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t(props.kind === 'note' ? 'composer.note' : 'composer.reply'),
        class: 'rich-text editor-page',
      },
      handleKeyDown: (view, event) => {
        if (event.key === 'Escape') {
          view.dom.blur()
          return true
        }
        // On an empty page the key means the letter that has just been sent.
        const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.code === 'KeyZ'
        if (isUndo && view.state.doc.textContent === '' && latest.current.onUndo()) return true
        if (
          event.key === '/' &&
          !event.isComposing &&
          // With Ctrl it asks for an article.
          !(event.ctrlKey || event.metaKey) &&
          latest.current.onSlash &&
          mayBeCommand(textBefore(view.state))
        ) {
          latest.current.onSlash()
          return true
        }
        if (event.key !== 'Enter' || event.isComposing) return false
        const isSent = event.ctrlKey || event.metaKey || (latest.current.isChat && !event.shiftKey)
        if (!isSent || isInList(view.state)) return false
        latest.current.onSubmit()
        return true
      },
      handlePaste: (_view, event) => {
        const files = pastedFiles(event.clipboardData)
        if (files.length === 0) return false
        const pictures = files.filter((file) => file.type.startsWith('image/'))
        const others = files.filter((file) => !pictures.includes(file))
        if (others.length > 0) latest.current.onFiles(others)
        for (const picture of pictures) {
          void latest.current.onPicture(picture).then((src) => {
            if (!src || !editor || editor.isDestroyed) return
            editor.view.focus()
            putPicture(editor, editor.state.selection.to, { src, alt: picture.name })
          })
        }
        return true
      },
      // A drop is the composer's: files become attachments wherever on the page they fall.
      handleDrop: (_view, event) => (event.dataTransfer?.files.length ?? 0) > 0,
    },
    onUpdate: ({ editor: at }) => latest.current.onChange(at.isEmpty ? '' : at.getHTML()),
  })

  useLayoutEffect(() => {
    if (props.focusWishes === 0 || !editor || editor.isDestroyed) return
    // The editor's own command waits for a frame: what is typed until then would go nowhere, and a window opened until
    // then would lose the cursor.
    editor.commands.setTextSelection(editor.state.doc.content.size)
    editor.view.focus()
    editor.commands.scrollIntoView()
  }, [editor, props.focusWishes])
  useEffect(() => {
    if (editor && !editor.isDestroyed) editor.setEditable(!props.isLocked, false)
  }, [editor, props.isLocked])

  useImperativeHandle(
    props.commands,
    () => ({
      insert: (html) => {
        editor?.view.focus()
        editor?.chain().insertContent(html).scrollIntoView().run()
      },
      focus: () => editor?.view.focus(),
      type: (text) => {
        editor?.view.focus()
        editor?.commands.insertContent({ type: 'text', text })
      },
    }),
    [editor],
  )

  if (!editor) return null
  return (
    <>
      <EditorContent editor={editor} className="min-h-[76px] flex-1 overflow-y-auto px-4 pt-2 pb-1" />
      <EditorToolbar editor={editor} />
      {mention && <MentionMenu query={mention} keys={mentionKeys} />}
    </>
  )
}

/** In a list Enter is the next point, in a chat too. */
function isInList({ selection: { $from } }: EditorState): boolean {
  return Array.from({ length: $from.depth }, (_, depth) => $from.node(depth).type.name).includes('listItem')
}

/** What stands in the paragraph before the cursor; null when something is selected. */
function textBefore({ selection }: EditorState): string | null {
  const { $from, empty } = selection
  return empty ? $from.parent.textBetween(0, $from.parentOffset, '\n', ' ') : null
}
