import { type Editor, useEditorState } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { Input } from '../../../ui/field.tsx'

/** What is said of the chosen picture to whoever does not see it. */
export function PictureBar({ editor }: { editor: Editor }) {
  const { t } = useTranslation()
  const alt = useEditorState({
    editor,
    selector: ({ editor: at }) => {
      const { alt: said } = at.getAttributes('image')
      return typeof said === 'string' ? said : ''
    },
  })
  return (
    <label className="flex items-center gap-2 pt-1 text-sm text-ink-2">
      {t('knowledge.pictureWords')}
      <Input
        className="!h-6 max-w-96 flex-1"
        value={alt}
        maxLength={300}
        placeholder={t('knowledge.pictureWordsHint')}
        onChange={(event) => editor.commands.updateAttributes('image', { alt: event.target.value })}
      />
    </label>
  )
}
