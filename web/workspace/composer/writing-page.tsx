import { type ComponentProps, Suspense } from 'react'
import { lazyPart } from '../../ui/lazy-part.ts'
import { EarlyPage } from './early-page.tsx'

const Editor = lazyPart(() => import('./editor.tsx').then((module) => module.Editor))
export const preloadEditor = Editor.preload

type EditorProps = ComponentProps<typeof Editor>

/** What one writes on: a line to press until somebody writes, then the editor, and until that has come a plain page. */
export function WritingPage({
  pageKey,
  isEditing,
  onWrite,
  ...editor
}: EditorProps & {
  /** Another one is a new page, without a memory. */
  pageKey: string
  isEditing: boolean
  onWrite: () => void
}) {
  const { initialHtml, placeholder, focusWishes, isChat, onChange, onSlash, onSubmit } = editor
  if (!isEditing) {
    return (
      <button
        type="button"
        className="min-h-[76px] flex-1 cursor-text px-4 pt-2 pb-3 text-left align-top text-lg text-ink-3 max-md:min-h-11"
        onClick={onWrite}
      >
        <span className="block h-full">{placeholder}</span>
      </button>
    )
  }
  return (
    <Suspense
      fallback={
        <EarlyPage
          key={pageKey}
          html={initialHtml}
          placeholder={placeholder}
          hasCursor={focusWishes > 0}
          isChat={isChat}
          onChange={onChange}
          onSlash={onSlash}
          onSubmit={onSubmit}
        />
      }
    >
      <Editor key={pageKey} {...editor} />
    </Suspense>
  )
}
