import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../ui/class-names.ts'
import type { BlockKind } from './article-blocks.ts'
import { type ComparedBlock, type compareTexts, foldedFrom, type Words } from './compare-texts.ts'

const looks: Partial<Record<BlockKind, string>> = {
  heading: 'text-lg font-semibold pt-2',
  point: "pl-4 before:absolute before:left-0 before:content-['•']",
  code: 'font-mono text-sm whitespace-pre-wrap',
  quote: 'border-l-2 border-line-strong pl-3',
  callout: 'border-l-2 border-accent pl-3',
}

/** What changed, in the words themselves; long stretches that did not are folded. */
export function DifferenceView({
  difference,
  isWhole = false,
}: {
  difference: ReturnType<typeof compareTexts>
  /** Nothing is folded, and nothing is pale for being the same. */
  isWhole?: boolean
}) {
  const { t } = useTranslation()
  if (difference.isSame) return <p className="py-6 text-ink-3">{t('knowledge.noDifference')}</p>
  return (
    <div className="flex flex-col gap-2 leading-(--leading-read)">
      <h3 className="text-xl font-semibold tracking-tight">
        <WordsLine words={difference.title} />
      </h3>
      {difference.summary.length > 0 && (
        <p className="text-ink-2">
          <WordsLine words={difference.summary} />
        </p>
      )}
      {isWhole
        ? difference.blocks.map((block, at) => <BlockLine key={at} block={{ ...block, isSame: false }} />)
        : stretches(difference.blocks).map((stretch, at) => <Stretch key={at} blocks={stretch} />)}
    </div>
  )
}

/** Runs of blocks that are the same, and of those that are not. */
function stretches(blocks: readonly ComparedBlock[]): ComparedBlock[][] {
  const found: ComparedBlock[][] = []
  for (const block of blocks) {
    const last = found.at(-1)
    if (last?.[0]?.isSame === block.isSame) last.push(block)
    else found.push([block])
  }
  return found
}

function Stretch({ blocks }: { blocks: readonly ComparedBlock[] }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const isFolded = !isOpen && blocks[0]?.isSame === true && blocks.length >= foldedFrom
  if (!isFolded) return blocks.map((block, at) => <BlockLine key={at} block={block} />)
  const [first, last] = [blocks[0], blocks.at(-1)]
  return (
    <>
      {first && <BlockLine block={first} />}
      <button
        type="button"
        className="text-left text-sm text-accent hover:underline"
        onClick={() => setOpen(true)}
      >
        {t('knowledge.unchangedBlocks', { count: blocks.length - 2 })}
      </button>
      {last && <BlockLine block={last} />}
    </>
  )
}

function BlockLine({ block }: { block: ComparedBlock }) {
  const { t } = useTranslation()
  return (
    <p className={classNames('relative break-words', looks[block.kind], block.isSame && 'text-ink-3')}>
      {(block.kind === 'picture' || block.kind === 'video') && (
        <span className="mr-1.5 text-ink-3">{t(`knowledge.${block.kind}`)}:</span>
      )}
      <WordsLine words={block.words} />
    </p>
  )
}

function WordsLine({ words }: { words: readonly Words[] }) {
  return words.map(({ text, is }, at) =>
    is === 'same' ? (
      <Fragment key={at}>{text}</Fragment>
    ) : is === 'added' ? (
      <ins key={at} className="rounded-xs bg-ok-soft text-ok no-underline">
        {text}
      </ins>
    ) : (
      <del key={at} className="rounded-xs bg-bad-soft text-bad">
        {text}
      </del>
    ),
  )
}
