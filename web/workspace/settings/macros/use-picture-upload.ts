import type { Editor } from '@tiptap/react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { upload } from '../../../api/upload.ts'
import { showToast } from '../../../ui/toast.tsx'
import { putPicture } from '../../composer/own-picture.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'

/** What the server takes into the words of a macro. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']
const mostBytes = 5 * 1024 * 1024

/** Puts pictures where the cursor was, or where they were dropped, as soon as they are on the server. */
export function usePictureUpload(onUploading: (isUploading: boolean) => void) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const [count, setCount] = useState(0)
  const running = useRef(0)
  const change = (by: number) => {
    running.current += by
    setCount(running.current)
    onUploading(running.current > 0)
  }
  const refuse = (file: File, failure: 'picture_unsupported' | 'picture_too_large') =>
    showToast({
      tone: 'bad',
      text: t('composer.uploadFailed', { name: file.name }),
      detail: t(`errors.${failure}`),
    })

  const add = async (editor: Editor, files: readonly File[], at?: number) => {
    const fitting = files.filter((file) => {
      if (!pictureTypes.includes(file.type)) refuse(file, 'picture_unsupported')
      else if (file.size > mostBytes) refuse(file, 'picture_too_large')
      else return true
      return false
    })
    if (fitting.length === 0) return
    const place = follow(editor, at)
    change(1)
    for (const file of fitting) {
      try {
        const { url } = await upload(file, { isInline: true })
        const attrs = { src: `${url}?inline=true`, alt: file.name }
        if (editor.isDestroyed) showToast({ tone: 'bad', text: t('macro.pictureLost', { name: file.name }) })
        else putPicture(editor, place.at(), attrs)
      } catch (error) {
        sayFailure(error, t('composer.uploadFailed', { name: file.name }))
      }
    }
    place.leave()
    change(-1)
  }
  return { add, isUploading: count > 0 }
}

/** A place in the text, wherever typing moves it; the cursor's, or the one given. */
function follow(editor: Editor, given?: number) {
  let at = given ?? editor.state.selection.to
  const move = ({ transaction }: { transaction: Editor['state']['tr'] }) => {
    at = transaction.mapping.map(at)
  }
  editor.on('transaction', move)
  return { at: () => at, leave: () => editor.off('transaction', move) }
}
