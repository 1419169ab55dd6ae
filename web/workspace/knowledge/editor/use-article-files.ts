import type { Editor } from '@tiptap/react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadToArticle } from '../../../api/upload.ts'
import { showToast } from '../../../ui/toast.tsx'
import { putPicture } from '../../composer/own-picture.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { cleanPaste } from './clean-paste.ts'
import { shownPicture } from './editor-html.ts'

/** What the server takes into the words of an article. */
export const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']

/** Pictures on their way into an article: pasted, dropped, chosen, or carried by a pasted document. */
export function useArticleFiles(articleId: number) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const [count, setCount] = useState(0)
  const running = useRef(0)
  const change = (by: number) => {
    running.current += by
    setCount(running.current)
  }

  /** The address to show a picture by; null when it could not be uploaded, which is said. */
  const send = async (file: File): Promise<string | null> => {
    if (!pictureTypes.includes(file.type)) {
      showToast({
        tone: 'bad',
        text: t('composer.uploadFailed', { name: file.name }),
        detail: t('errors.picture_unsupported'),
      })
      return null
    }
    change(1)
    try {
      const { id } = await uploadToArticle(articleId, file)
      return shownPicture(id)
    } catch (error) {
      sayFailure(error, t('composer.uploadFailed', { name: file.name }))
      return null
    } finally {
      change(-1)
    }
  }

  const add = async (editor: Editor, files: readonly File[], at?: number) => {
    let place = at ?? editor.state.selection.to
    const follow = ({ transaction }: { transaction: Editor['state']['tr'] }) => {
      place = transaction.mapping.map(place)
    }
    editor.on('transaction', follow)
    for (const file of files) {
      const src = await send(file)
      if (src && !editor.isDestroyed) putPicture(editor, place, { src, alt: nameless(file.name) })
    }
    editor.off('transaction', follow)
  }

  /** Puts what a clipboard brought in, cleaned, with the pictures it carries. */
  const paste = async (editor: Editor, html: string) => {
    const clean = cleanPaste(html)
    let words = clean.html
    if (clean.lostPictures > 0)
      showToast({
        text: t('knowledge.picturesLost', { count: clean.lostPictures }),
        detail: t('knowledge.picturesLostHint'),
      })
    if (clean.pictures.length > 0) {
      const sources = await Promise.all(clean.pictures.map(async (data, at) => send(fileOf(data, at))))
      words = words.replace(/<img\b[^>]*data-pasted="(\d+)"[^>]*>/g, (_, at: string) => {
        const src = sources[Number(at)]
        return src ? `<img src="${src}" alt="">` : ''
      })
    }
    if (!editor.isDestroyed) editor.chain().insertContent(words).scrollIntoView().run()
  }
  return { add, paste, isUploading: count > 0 }
}

/** `image.png` says nothing to whoever does not see the picture. */
function nameless(name: string): string {
  return /^(image|screenshot|снимок экрана|scr)[\s\d._-]*/i.test(name) ? '' : name.replace(/\.\w+$/, '')
}

function fileOf(data: string, at: number): File {
  const [head = '', body = ''] = data.split(',', 2)
  const mime = /^data:([\w/+-]+)/.exec(head)?.[1] ?? 'image/png'
  const bytes = Uint8Array.from(atob(body), (char) => char.codePointAt(0) ?? 0)
  return new File([bytes], `picture-${at + 1}.${mime.split('/')[1] ?? 'png'}`, { type: mime })
}
