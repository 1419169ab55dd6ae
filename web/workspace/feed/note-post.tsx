import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
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
      name={post.agent?.name ?? post.fromAddress ?? t('feed.system')}
      at={post.at}
      cameFrom={post.cameFrom}
      isNote
      aside={<span className="truncate text-sm text-note-ink">{t('feed.note')}</span>}
    >
      <LetterOrigin post={post} />
      {post.html ? <RichText html={post.html} files={post.files} /> : <PlainText text={post.text} />}
      <Files files={post.files} shownInText={post.html} />
    </PostFrame>
  )
}

/** What is known of the letter that became this note; loud where somebody may only pretend to be a colleague. */
function LetterOrigin({ post: { reason, fromAddress } }: { post: Note }) {
  const { t, i18n } = useTranslation()
  if (reason === null || !i18n.exists(`noteReason.${reason}`)) return null
  const isDoubtful = /^(?:unverified|unsigned)_/.test(reason)
  return (
    <div
      className={classNames(
        'mt-1 mb-1.5 flex items-start gap-2 rounded-md px-2.5 py-1.5 text-sm',
        isDoubtful ? 'bg-warn-soft text-warn' : 'text-note-ink',
        !isDoubtful && 'px-0 py-0',
      )}
    >
      <Icon name={isDoubtful ? 'alert' : 'mail'} size={14} className="mt-0.5 shrink-0" />
      <span className="min-w-0 flex-1 break-words">
        {t(`noteReason.${reason}` as 'noteReason.unverified_agent_letter', { address: fromAddress ?? '—' })}
      </span>
    </div>
  )
}
