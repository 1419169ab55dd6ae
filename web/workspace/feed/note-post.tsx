import { useTranslation } from 'react-i18next'
import type { Note } from './feed-items.ts'
import { Files } from './files.tsx'
import { PlainText } from './plain-text.tsx'
import { PostFrame } from './post-frame.tsx'
import { RichText } from './rich-text.tsx'

/** What colleagues tell each other. Its colour belongs to notes and to nothing else. */
export function NotePost({ post }: { post: Note }) {
  const { t } = useTranslation()
  return (
    <PostFrame
      name={post.agent?.name ?? t('feed.system')}
      at={post.at}
      isNote
      aside={<span className="truncate text-sm text-note-ink">{t('feed.note')}</span>}
    >
      {post.html ? <RichText html={post.html} files={post.files} /> : <PlainText text={post.text} />}
      <Files files={post.files} shownInText={post.html} />
    </PostFrame>
  )
}
