import { Placeholder } from '@tiptap/extension-placeholder'
import { type Editor, EditorContent, useEditor } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import './article-editor.css'
import { pastedFiles } from '../../composer/pasted-files.ts'
import { articleNodes } from './article-nodes.ts'
import { ArticleToolbar } from './article-toolbar.tsx'
import { fromWire, toWire } from './editor-html.ts'
import { useArticleFiles } from './use-article-files.ts'
import { isVideoAddress } from './video-address.ts'

/** The page an article is written on, as its readers will see it. */
export function ArticleEditor({
  articleId,
  language,
  initialHtml,
  isReadOnly,
  onChange,
  onSave,
}: {
  articleId: number
  language: Language
  initialHtml: string
  isReadOnly: boolean
  /** The words as they are kept; empty when nothing is written. */
  onChange: (html: string) => void
  /** Ctrl+S. */
  onSave: () => void
}) {
  const { t } = useTranslation()
  const files = useArticleFiles(articleId)
  const latest = useRef({ onChange, onSave })
  latest.current = { onChange, onSave }
  const editor: Editor | null = useEditor({
    content: fromWire(initialHtml),
    editable: !isReadOnly,
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    extensions: [
      StarterKit.configure({
        heading: { levels: [2, 3, 4] },
        link: {
          openOnClick: false,
          autolink: true,
          defaultProtocol: 'https',
          isAllowedUri: (url, context) => /^(#|\/(?!\/))/.test(url) || context.defaultValidate(url),
        },
      }),
      Placeholder.configure({ placeholder: t('knowledge.placeholder') }),
      ...articleNodes,
    ],
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('knowledge.text'),
        lang: language,
        class: 'rich-text article-page',
      },
      handleKeyDown: (view, event) => {
        // In a list and in a table Tab has a meaning of its own: this is the way out.
        if (event.key === 'Escape') {
          view.dom.blur()
          return true
        }
        if (!(event.ctrlKey || event.metaKey) || event.code !== 'KeyS') return false
        event.preventDefault()
        latest.current.onSave()
        return true
      },
      handlePaste: (_view, event) => {
        if (!editor) return false
        const pasted = pastedFiles(event.clipboardData)
        if (pasted.length > 0) {
          void files.add(editor, pasted)
          return true
        }
        const html = event.clipboardData?.getData('text/html') ?? ''
        const text = event.clipboardData?.getData('text/plain') ?? ''
        if (isVideoAddress(text) && isEmptyLine(editor)) {
          editor.commands.insertContent({ type: 'video', attrs: { page: text.trim() } })
          return true
        }
        // What was copied from an editor of ours is as it should be.
        if (html === '' || html.includes('data-pm-slice') || editor.isActive('codeBlock')) return false
        void files.paste(editor, html)
        return true
      },
      handleDrop: (view, event) => {
        const dropped = [...(event.dataTransfer?.files ?? [])]
        const place = view.posAtCoords({ left: event.clientX, top: event.clientY })
        if (editor && dropped.length > 0) void files.add(editor, dropped, place?.pos)
        return dropped.length > 0
      },
    },
    onUpdate: ({ editor: at }) => latest.current.onChange(at.isEmpty ? '' : toWire(at.getHTML())),
  })
  if (!editor) return null
  return (
    <>
      {!isReadOnly && (
        <ArticleToolbar
          editor={editor}
          language={language}
          isUploading={files.isUploading}
          onPictures={(chosen) => void files.add(editor, chosen)}
        />
      )}
      <EditorContent editor={editor} className="pt-4 pb-16" />
    </>
  )
}

function isEmptyLine({ state: { selection } }: Editor): boolean {
  const { $from, empty } = selection
  return empty && $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0
}
