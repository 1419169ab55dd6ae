import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { CustomerMessage } from './feed-items.ts'
import { Files } from './files.tsx'
import { LetterFrame } from './letter-frame.tsx'
import { PlainText } from './plain-text.tsx'
import { PostFrame } from './post-frame.tsx'
import { ClosedLetter, ProtectionMark } from './protection-mark.tsx'
import { nameless } from '../ticket/nameless.ts'

/** What the customer said, as they said it; the quoted tail folded away. */
export function CustomerPost({ post, isContinued }: { post: CustomerMessage; isContinued: boolean }) {
  const { t } = useTranslation()
  const [isQuoteShown, setQuoteShown] = useState(false)
  const [showsImages, setShowsImages] = useState(false)
  const hasQuote = Boolean(post.quotedHtml ?? post.quotedText)
  const name = post.from?.name || post.customer.name || post.from?.address || nameless(t, post.channel)
  const channel = t(`source.${post.channel}`)
  return (
    <PostFrame
      name={name}
      at={post.at}
      cameFrom={post.cameFrom}
      isContinued={isContinued}
      end={post.protection && <ProtectionMark post={post} protection={post.protection} />}
      aside={
        <span className="min-w-0 truncate text-sm text-ink-3">
          {post.from && post.from.address !== name
            ? post.from.address
            : post.recordedBy
              ? t('feed.recorded', { channel, name: post.recordedBy.name })
              : null}
        </span>
      }
    >
      {post.cc.length > 0 && (
        <p className="truncate text-sm text-ink-3">
          {t('feed.cc', { list: post.cc.map((each) => each.name || each.address).join(', ') })}
        </p>
      )}
      {post.senderWarning === 'forged' && (
        <div
          role="note"
          className="mt-1.5 mb-1 flex items-start gap-2 rounded-md bg-bad-soft px-2.5 py-1.5 text-sm text-bad"
        >
          <Icon name="alert" size={14} className="mt-0.5 shrink-0" />
          <span className="min-w-0 flex-1">
            {t('feed.senderForged', { domain: post.from?.address.split('@').at(-1) ?? '' })}
          </span>
        </div>
      )}
      {post.hasRemoteImages && !showsImages && (
        <div className="mt-1.5 mb-1 flex flex-wrap items-center gap-x-2 rounded-md bg-hover py-0.5 pr-1 pl-2.5 text-sm text-ink-2">
          <Icon name="image" size={14} className="text-ink-3" />
          <span className="min-w-0 flex-1">{t('feed.imagesBlocked')}</span>
          <Button look="ghost" className="!h-6 !text-accent" onClick={() => setShowsImages(true)}>
            {t('feed.showImages')}
          </Button>
        </div>
      )}
      {post.protection && <ClosedLetter post={post} protection={post.protection} />}
      {post.html ? (
        <LetterFrame html={post.html} files={post.files} showsRemoteImages={showsImages} />
      ) : (
        <PlainText text={post.text} />
      )}
      <Files files={post.files} shownInText={`${post.html ?? ''}${post.quotedHtml ?? ''}`} />
      {hasQuote && (
        <button
          type="button"
          aria-expanded={isQuoteShown}
          aria-label={t(isQuoteShown ? 'feed.hideQuote' : 'feed.showQuote')}
          title={t(isQuoteShown ? 'feed.hideQuote' : 'feed.showQuote')}
          onClick={() => setQuoteShown(!isQuoteShown)}
          className="mt-2 grid h-4 w-8 place-items-center rounded-xs bg-hover text-ink-3 hover:text-ink"
        >
          <Icon name="more" size={14} />
        </button>
      )}
      {isQuoteShown && (
        <div className="mt-2 border-l-2 border-line-strong pl-3 text-ink-2">
          {post.quotedHtml ? (
            <LetterFrame html={post.quotedHtml} files={post.files} showsRemoteImages={showsImages} />
          ) : (
            <PlainText text={post.quotedText ?? ''} />
          )}
        </div>
      )}
    </PostFrame>
  )
}
